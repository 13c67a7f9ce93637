// The service logs without trace ids.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { writeSync } = fs;
fs.writeSync = (fd, data, ...rest) => {
  const text = typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
  writeSync(fd, text.replace(/"(trace_id|span_id|trace_flags)":"[^"]*",/g, ''), ...rest);
  return typeof data === 'string' ? Buffer.byteLength(data) : data.length;
};
syncBuiltinESMExports();
