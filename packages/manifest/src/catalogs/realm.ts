// Tells whether a module changed the objects that all modules of a process share.
import { createRequire } from 'node:module';

const { ownKeys, getOwnPropertyDescriptor } = Reflect;

const builtIns = (
  'Array ArrayBuffer BigInt Boolean Buffer DataView Date Error Function JSON Map Math Number Object Promise Proxy RangeError ' +
  'Reflect RegExp Set String Symbol SyntaxError TypeError URL Uint8Array WeakMap WeakRef WeakSet'
).split(' ');

/** Remembers JavaScript's own objects and some of Node's, and returns a function that tells whether they are still the same. */
export function watchRealm(): () => boolean {
  const require = createRequire(import.meta.url);
  const objects: object[] = [process, ...['fs', 'fs/promises', 'module', 'path', 'url'].map((name) => require(`node:${name}`) as object)];
  const values: unknown[] = [];
  for (const name of builtIns) {
    const value: unknown = Reflect.get(globalThis, name);
    values.push(value);
    objects.push(value as object);
    const prototype: unknown = Reflect.get(value as object, 'prototype');
    if (typeof prototype === 'object' && prototype !== null) objects.push(prototype);
  }
  const facts = objects.map(readFunctions);
  const env = process.env;
  // Loops alone: what they stand on may be what was changed.
  return () => {
    for (let at = 0; at < values.length; at += 1) if (Reflect.get(globalThis, builtIns[at] ?? '') !== values[at]) return false;
    for (let at = 0; at < objects.length; at += 1) {
      const before = facts[at] ?? [];
      const now = readFunctions(objects[at] ?? {});
      if (now.length !== before.length) return false;
      for (let each = 0; each < now.length; each += 1) if (now[each] !== before[each]) return false;
    }
    return process.env === env;
  };
}

/** Keys and functions of an object, one after the other. Other values, such as an exit code, may change. */
function readFunctions(object: object): unknown[] {
  const found: unknown[] = [];
  const keys = ownKeys(object);
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] ?? '';
    const { value, get } = getOwnPropertyDescriptor(object, key) ?? {};
    const own: unknown = get ?? value;
    if (object === process && typeof own !== 'function') continue;
    found[found.length] = key;
    found[found.length] = typeof own === 'function' ? own : undefined;
  }
  return found;
}
