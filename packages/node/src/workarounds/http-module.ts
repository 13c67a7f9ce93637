// Node's HTTP module without `import`. An import reads all exports. WebSocket is one of them, and it loads undici, HTTP/2 and TLS: that
// takes as long as a whole bare process.
import './node-version.ts';

const { createServer, request, get, Agent } = process.getBuiltinModule('node:http');

export { Agent, createServer, get, request };
