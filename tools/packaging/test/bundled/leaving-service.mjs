// A service that ends while a span and a log record are still in memory.
import { logger, span } from '@plinth/node';

span('last work', {}, () => logger.info('last words'));
process.exit(3);
