// What takes the place of Elasticsearch: its bulk API, which keeps what it takes, or answers what a test tells it to.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

export interface BulkSink {
  /** In the order of arrival. */
  readonly documents: readonly Document[];
  shutdown(): Promise<void>;
}

export type Document = Readonly<Record<string, unknown>>;

export interface BulkSinkOptions {
  readonly port: number;
  /** The status of each request. Default 200. */
  readonly status?: number;
  /** The status of a document in a request that is taken. Default 201. */
  readonly judge?: (document: Document) => number;
}

export async function startBulkSink({ port, status = 200, judge = () => 201 }: BulkSinkOptions): Promise<BulkSink> {
  const documents: Document[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      // The exporter asks whom it talks to.
      response.setHeader('x-elastic-product', 'Elasticsearch');
      if (status !== 200) return void response.writeHead(status).end('{}');
      const body = Buffer.concat(chunks);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
      // Each document is two lines: where it goes, and what it is.
      const arrived = text
        .trim()
        .split('\n')
        .filter((_, index) => index % 2 === 1)
        .map((line) => JSON.parse(line) as Document);
      const statuses = arrived.map(judge);
      documents.push(...arrived.filter((_, index) => statuses[index] === 201));
      const error = { type: 'document_parsing_exception' };
      const items = statuses.map((each) => ({ create: { _index: 'x', status: each, ...(each !== 201 && { error }) } }));
      response.end(JSON.stringify({ errors: statuses.some((each) => each !== 201), items }));
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    documents,
    shutdown: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
