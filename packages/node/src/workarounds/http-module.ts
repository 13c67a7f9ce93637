// Node's HTTP module, not by `import`: that reads all its exports, WebSocket is one of them, and with it come undici, HTTP/2 and TLS,
// as much to load as a whole bare process.
const { createServer, request, get, Agent } = process.getBuiltinModule('node:http');

export { Agent, createServer, get, request };
