// Node's HTTP module without `import`. An import reads all exports. WebSocket is one of them, and it loads undici, HTTP/2 and TLS: that
// takes as long as a whole bare process.
import './node-version.ts';

const http = process.getBuiltinModule('node:http');
const { createServer, request, get, Agent, ClientRequest } = http;

/** The environment that Node takes proxies from (NODE_USE_ENV_PROXY). Undefined where it uses none, and in versions that cannot. */
export function findProxyEnvironment(): NodeJS.ProcessEnv | undefined {
  return (http.globalAgent as { readonly options?: { readonly proxyEnv?: NodeJS.ProcessEnv } }).options?.proxyEnv;
}

export { Agent, ClientRequest, createServer, get, request };
