// The OTLP receiver that every stack sends to, in a process of its own. Answers each message over IPC with the spans it got, by service.
import { startReceiver } from '@plinth/otlp';

const spans = {};
const receiver = await startReceiver({
  onTraces(records) {
    for (const { resource } of records) {
      const name = String(resource.attributes['service.name']);
      spans[name] = (spans[name] ?? 0) + 1;
    }
  },
  onLogs() {},
  onMetrics() {},
});
process.on('message', () => process.send({ spans }));
process.send({ url: receiver.url });
