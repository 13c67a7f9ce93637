// Node's HTTP module without `import`. An import reads all exports. WebSocket is one of them, and it loads undici, HTTP/2 and TLS: that
// takes as long as a whole bare process.
const { createServer, request, get, Agent, ClientRequest } = process.getBuiltinModule('node:http');

export { Agent, ClientRequest, createServer, get, request };
