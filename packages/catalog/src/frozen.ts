// Plain data that nobody can change: what a catalog says holds for the life of the process.

/** Freezes a tree of plain objects and arrays all the way down, in place. */
export function freezeDeep<const Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const child of Object.values(value)) freezeDeep(child);
  }
  return value;
}
