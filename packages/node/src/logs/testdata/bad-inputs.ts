// Values that break loggers. Each is built anew: some can be used once.

export interface BadInput {
  readonly name: string;
  /** What is passed after the message 'msg', or the only argument where `alone` is set. */
  readonly build: () => unknown;
  readonly alone?: true;
}

function fail(reason: string): never {
  throw new Error(reason);
}

function withMessageGetter(): Error {
  const error = new Error('a');
  Object.defineProperty(error, 'message', { get: () => fail('no message') });
  return error;
}

function withOwnCause(): Error {
  const error = new Error('a');
  error.cause = error;
  return error;
}

function withoutStack(): Error {
  const error = new Error('x');
  Object.assign(error, { stack: undefined });
  return error;
}

function nest(levels: number): object {
  const root: Record<string, unknown> = {};
  let inner = root;
  for (let level = 0; level < levels; level++) {
    const next = {};
    inner['n'] = next;
    inner = next;
  }
  return root;
}

function circle(): object {
  const item: Record<string, unknown> = { a: 1 };
  item['self'] = item;
  item['list'] = [item, { item }];
  return item;
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function trapping(): object {
  return new Proxy({}, { get: () => fail('trap'), ownKeys: () => fail('trap'), getPrototypeOf: () => fail('trap') });
}

function manyKeyed(count: number): object {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));
}

function endless(): object {
  return new Proxy(
    {},
    {
      ownKeys: () => Array.from({ length: 200 }, (_, index) => `k${index}`),
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }),
      get: (_target, key) => (typeof key === 'string' && key.startsWith('k') ? endless() : undefined),
    },
  );
}

function sparse(): unknown[] {
  const items: unknown[] = [];
  items[200_000] = 1;
  return items;
}

function endlessJson(): object {
  const item = { toJSON: (): object => endlessJson() };
  return item;
}

export const badInputs: readonly BadInput[] = [
  { name: 'circular object', build: () => ({ x: circle() }) },
  { name: 'circular metadata', build: circle },
  { name: 'bigint', build: () => ({ x: 10n ** 20n }) },
  { name: 'nested getter that throws', build: () => ({ x: { get y() { return fail('no'); } } }) },
  { name: 'top getter that throws', build: () => ({ get y() { return fail('no'); }, z: 1 }) },
  { name: 'getter that throws nothing useful', build: () => ({ get y(): number { throw undefined as unknown as Error; } }) },
  { name: 'toJSON that throws', build: () => ({ x: { toJSON: () => fail('tj') } }) },
  { name: 'top toJSON that throws', build: () => ({ toJSON: () => fail('tj') }) },
  { name: 'toJSON that returns itself', build: () => ({ x: { toJSON() { return this; } } }) },
  { name: 'toJSON without end', build: () => ({ x: endlessJson() }) },
  { name: 'toJSON of the metadata that returns text', build: () => ({ toJSON: () => 'text' }) },
  { name: 'revoked proxy', build: () => ({ x: revoked() }) },
  { name: 'revoked proxy as metadata', build: revoked },
  { name: 'revoked proxy as message', build: revoked, alone: true },
  { name: 'trapping proxy', build: () => ({ x: trapping() }) },
  { name: 'trapping proxy as metadata', build: trapping },
  { name: 'trapping proxy as message', build: trapping, alone: true },
  { name: 'endless proxy', build: () => ({ x: endless() }) },
  { name: '20000 levels', build: () => ({ x: nest(20_000) }) },
  { name: 'long string', build: () => ({ x: 'x'.repeat(2e6) }) },
  { name: 'long message', build: () => 'x'.repeat(2e6), alone: true },
  { name: 'long array', build: () => ({ x: Array.from({ length: 1e5 }, () => 1) }) },
  { name: 'long strings everywhere', build: () => ({ x: Array.from({ length: 100 }, () => 'x'.repeat(9000)) }) },
  { name: 'controls everywhere', build: () => ({ x: '\u0000'.repeat(9000), y: Array.from({ length: 90 }, () => '\u001b'.repeat(9000)) }) },
  { name: 'controls after long texts everywhere', build: () => ({ x: Array.from({ length: 5 }, () => 'x'.repeat(8000)), y: '\u0000'.repeat(9000) }) },
  { name: 'lone surrogates', build: () => ({ x: 'a\ud800b\udc00', '\ud800': 1 }) },
  { name: 'newline in the message', build: () => 'a\nlevel=error fake', alone: true },
  { name: 'terminal escapes in the message', build: () => '\u001b[2J\u001b[31mred \u009b31m \u202ebidi\u007f', alone: true },
  { name: 'line separators', build: () => '\u2028x\u2029\u0000', alone: true },
  { name: 'invalid date', build: () => ({ x: new Date(Number.NaN) }) },
  { name: 'symbol', build: () => ({ x: Symbol('s') }) },
  { name: 'function', build: () => ({ x() {} }) },
  { name: 'not a number', build: () => ({ x: Number.NaN, y: Number.POSITIVE_INFINITY, z: -0 }) },
  { name: 'map', build: () => ({ x: new Map<unknown, unknown>([['a', 1], [{}, 2], [Symbol('k'), 3]]) }) },
  { name: 'map as metadata', build: () => new Map([['a', 1]]) },
  { name: 'set', build: () => ({ x: new Set([1, 'two']) }) },
  { name: 'weak map', build: () => ({ x: new WeakMap() }) },
  { name: 'promise', build: () => ({ x: Promise.resolve(1) }) },
  { name: 'regular expression', build: () => ({ x: /a"b/g }) },
  { name: 'boxed values', build: () => ({ x: new String('x'), y: new Number(1), z: new Boolean(false), b: Object(1n) as unknown }) },
  { name: 'buffer', build: () => ({ x: Buffer.alloc(1e6) }) },
  { name: 'typed array', build: () => ({ x: new Uint8Array(1e5), y: new ArrayBuffer(8), z: new DataView(new ArrayBuffer(8)) }) },
  { name: 'buffer as metadata', build: () => Buffer.alloc(100) },
  { name: 'prototype keys', build: () => JSON.parse('{"__proto__":{"a":1},"constructor":1,"hasOwnProperty":2}') as unknown },
  { name: 'no prototype', build: () => Object.assign(Object.create(null) as object, { a: 1 }) },
  { name: 'reserved names', build: () => ({ level: 'fatal', message: 'spoof', timestamp: '1999', trace_id: 'x' }) },
  { name: 'object as level', build: () => ({ level: {} }) },
  { name: 'error without stack', build: withoutStack },
  { name: 'error that is its own cause', build: withOwnCause },
  { name: 'error whose message throws', build: withMessageGetter },
  { name: 'error whose message throws, alone', build: withMessageGetter, alone: true },
  { name: 'error with odd parts', build: () => Object.assign(new Error('x'), { name: 1, message: {}, stack: [], cause: Symbol('c') }) },
  { name: 'error under a key', build: () => ({ err: new Error('x'), error: new Error('y') }) },
  { name: 'text', build: () => 'extra' },
  { name: 'null', build: () => null },
  { name: 'undefined', build: () => undefined },
  { name: 'array', build: () => [1, 2] },
  { name: 'object as message', build: () => ({ obj: 1 }), alone: true },
  { name: 'object with an object as message', build: () => ({ message: { a: 1 }, x: 1 }), alone: true },
  { name: 'null as message', build: () => null, alone: true },
  { name: 'undefined as message', build: () => undefined, alone: true },
  { name: 'symbol as message', build: () => Symbol('m'), alone: true },
  { name: 'function as message', build: () => fail, alone: true },
  { name: 'bigint as message', build: () => 1n, alone: true },
  { name: '50000 keys', build: () => manyKeyed(50_000) },
  { name: '50000 nested keys', build: () => ({ x: manyKeyed(50_000) }) },
  { name: 'long key', build: () => ({ ['k'.repeat(1e6)]: 1 }) },
  { name: 'sparse array', build: () => ({ x: sparse() }) },
  { name: 'frozen metadata', build: () => Object.freeze({ a: 1 }) },
  { name: 'frozen record', build: () => Object.freeze({ message: 'fz' }), alone: true },
  { name: 'toString that throws', build: () => ({ x: { toString: () => fail('ts'), valueOf: () => fail('vo') } }) },
  { name: 'aggregate error', build: () => new AggregateError([new Error('1'), new Error('2')], 'agg') },
  { name: 'error with 1000 properties', build: () => Object.assign(new Error('x'), manyKeyed(1000)) },
  { name: 'empty key', build: () => ({ '': 1, ' ': 2 }) },
]; // prettier-ignore
