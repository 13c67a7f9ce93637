// Starts the service: configuration, application, port. Its end is the SDK's: requests in flight are answered first.
import type { AddressInfo } from 'node:net';
import { logger } from '@plinth/node';
import { createApp } from './app.ts';
import { parseConfig } from './config.ts';

const config = parseConfig(process.env);
const server = createApp(config.CARD_NETWORK_TIMEOUT_MS).listen(config.PORT, config.HOST, () => {
  const { port } = server.address() as AddressInfo;
  logger.info('listening', { url: `http://${config.HOST}:${port}` });
});
