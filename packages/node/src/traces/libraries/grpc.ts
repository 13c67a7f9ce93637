// gRPC: clients and servers of @grpc/grpc-js.
import type { PatchedLibrary } from '../traced-library.ts';
import { patchClient } from './grpc-client.ts';
import { patchServer } from './grpc-server.ts';

export const grpc: PatchedLibrary = {
  name: '@grpc/grpc-js',
  files: { '@grpc/grpc-js/build/src/client-interceptors.js': patchClient, '@grpc/grpc-js/build/src/server.js': patchServer },
  bundled: /grpc-node-js[/]/,
  docs: {
    table: 'calls',
    from: '1.10',
    tested: '{@grpc/grpc-js}, a server and a client by loopback',
    cells: [
      'client and server, `package.Service/Method`, all four kinds of call',
      '`rpc.client.call.duration`, `rpc.server.call.duration`',
    ],
  },
};
