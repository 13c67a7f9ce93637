// `node --import @plinth/node/register app.js`: the SDK is started before the service's first line.
import { register } from './registration.ts';

await register({ isAwaited: true });
