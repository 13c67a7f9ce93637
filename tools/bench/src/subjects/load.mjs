// The load, in a process of its own: its CPU time is nobody's but its own. Answers each order over IPC with the answers it got.
import autocannon from 'autocannon';

process.on('message', (order) => {
  void autocannon(order).then(({ '2xx': requests, non2xx, errors }) => process.send({ requests, failed: non2xx + errors }));
});
process.send({ ready: true });
