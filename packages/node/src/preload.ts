// `node --require @plinth/node/register app.js`: the same for what can only require. The service's first line does not wait for the ports.
import { register } from './registration.ts';

void register({ isAwaited: false });
