// The logger of a process that has not started the SDK, or not yet.

const lateLoggerKey = Symbol.for('plinth.node.late_logger');
type Holder = { [lateLoggerKey]?: unknown };

/** The object that is the logger which `read` returns, from its first use on. It is one object in all builds of the SDK. */
export function useLateLogger<T extends object>(read: () => T): T {
  return ((globalThis as Holder)[lateLoggerKey] ??= createLateLogger(read)) as T;
}

function createLateLogger(read: () => object): object {
  return new Proxy(
    {},
    {
      get: (_target, key) => Reflect.get(read(), key),
      set: (_target, key, value) => Reflect.set(read(), key, value),
      has: (_target, key) => Reflect.has(read(), key),
      getPrototypeOf: () => Reflect.getPrototypeOf(read()),
      deleteProperty: (_target, key) => Reflect.deleteProperty(read(), key),
      defineProperty: (_target, key, attributes) => Reflect.defineProperty(read(), key, { ...attributes, configurable: true }),
      ownKeys: () => Reflect.ownKeys(read()),
      getOwnPropertyDescriptor(_target, key) {
        const found = Reflect.getOwnPropertyDescriptor(read(), key);
        // A proxy may not call a property fixed that its target does not have.
        return found === undefined ? undefined : { ...found, configurable: true };
      },
    },
  );
}
