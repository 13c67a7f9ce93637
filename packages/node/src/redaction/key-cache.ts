// What is known of a key. A service uses the same few keys again and again, and each key of a line and of a span is looked up.

const mostKeys = 4096;
/** A longer key is not kept. Characters. */
export const longestKey = 256;

/** A cached `build`. The cache starts anew when it is full: keys may be data, and then there is no end to them. */
export function createKeyCache<T>(build: (key: string) => T): (key: string) => T {
  const cache = new Map<string, T>();
  return (key) => {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const built = build(key);
    if (key.length <= longestKey) {
      if (cache.size >= mostKeys) cache.clear();
      cache.set(key, built);
    }
    return built;
  };
}
