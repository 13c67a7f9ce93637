// The service under measurement: Node's own http server. Answers 'cpu' over IPC with what it has used.
import { createServer } from 'node:http';

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end('{"hello":"world"}');
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port, ...usage() }));
process.on('message', () => process.send(usage()));

function usage() {
  const { user, system } = process.cpuUsage();
  return { cpuMicroseconds: user + system, rssBytes: process.memoryUsage.rss() };
}
