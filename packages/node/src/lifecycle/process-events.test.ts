import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { startProcessEvents, type ProcessEventHandlers } from './process-events.ts';

function setUp({ pid = 100, ...others }: { pid?: number } & Partial<ProcessEventHandlers> = {}) {
  const target = Object.assign(new EventEmitter(), { pid, kill: vi.fn(), exit: vi.fn() });
  const calls: string[] = [];
  let at = 0;
  let finish = (): void => {};
  const handlers: ProcessEventHandlers = {
    shutdown: () => {
      calls.push('shutdown');
      return new Promise((resolve) => (finish = resolve));
    },
    startEnd: () => void calls.push('own handler'),
    flushLogsSync: () => {},
    flushSync: () => {},
    printUncaught: undefined,
    logFatal: () => {},
    ...others,
  };
  startProcessEvents(target, handlers, () => at);
  return { target, calls, wait: (ms: number) => void (at += ms), finish: () => finish() };
}

test('signals within a second are one; a later one asks for the end at once', () => {
  const { target, calls, wait } = setUp();
  target.emit('SIGINT', 'SIGINT');
  wait(20);
  target.emit('SIGTERM', 'SIGTERM');
  wait(970);
  target.emit('SIGINT', 'SIGINT');
  expect(calls).toEqual(['shutdown']);
  expect(target.kill).not.toHaveBeenCalled();
  wait(20);
  target.emit('SIGINT', 'SIGINT');
  expect(target.kill).toHaveBeenCalledExactlyOnceWith(100, 'SIGINT');
});

test('a signal that comes while a crash is flushed does not cut that short', () => {
  const { target, wait } = setUp();
  target.emit('uncaughtException', new Error('crash'), 'uncaughtException');
  wait(3000);
  target.emit('SIGTERM', 'SIGTERM');
  expect(target.kill).not.toHaveBeenCalled();
  wait(1000);
  target.emit('SIGTERM', 'SIGTERM');
  expect(target.kill).toHaveBeenCalledOnce();
});

test('process 1 exits: the kernel does not end it by a signal', async () => {
  const { target, finish } = setUp({ pid: 1 });
  target.emit('SIGTERM', 'SIGTERM');
  finish();
  await vi.waitFor(() => expect(target.exit).toHaveBeenCalledExactlyOnceWith(143));
  expect(target.kill).not.toHaveBeenCalled();
});

test('a process that a signal does not end exits, too', async () => {
  const { target, finish } = setUp();
  target.emit('SIGQUIT', 'SIGQUIT');
  finish();
  await vi.waitFor(() => expect(target.kill).toHaveBeenCalledExactlyOnceWith(100, 'SIGQUIT'));
  await vi.waitFor(() => expect(target.exit).toHaveBeenCalledExactlyOnceWith(131));
});

test('a service’s own handler: it decides about SIGTERM, and SIGUSR2 says nothing about the end', () => {
  const { target, calls } = setUp();
  target.on('SIGTERM', () => {});
  target.on('SIGUSR2', () => {});
  target.emit('SIGUSR2', 'SIGUSR2');
  expect(calls).toEqual([]);
  target.emit('SIGTERM', 'SIGTERM');
  expect(calls).toEqual(['own handler']);
});

test('a step of the end that throws does not change how the process ends', async () => {
  const target = Object.assign(new EventEmitter(), { pid: 100, kill: vi.fn(), exit: vi.fn() });
  const fail = (): never => {
    throw new Error('read-only');
  };
  startProcessEvents(target, {
    shutdown: () => Promise.resolve(),
    startEnd: fail,
    flushLogsSync: fail,
    flushSync: fail,
    printUncaught: undefined,
    logFatal: fail,
  });
  expect(() => target.emit('exit')).not.toThrow();
  target.emit('SIGTERM', 'SIGTERM');
  await vi.waitFor(() => expect(target.kill).toHaveBeenCalledExactlyOnceWith(100, 'SIGTERM'));
});

test('an exception of an exit listener is told before the process is gone', () => {
  const told: unknown[] = [];
  const { target, calls } = setUp({
    logFatal: (error) => void told.push(error),
    flushLogsSync: () => void told.push('lines written'),
    printUncaught: (error) => void told.push(error),
  });
  target.emit('exit', 3);
  target.emit('uncaughtException', 'in exit', 'uncaughtException');
  expect(told).toEqual(['in exit', 'lines written', 'in exit']);
  expect(calls).toEqual([]);
});
