/** Tells whether an address, with or without a scheme and a port, is of the machine itself. */
export function isLoopback(endpoint: string): boolean {
  return /^([a-z]+:\/\/)?(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:|\/|$)/.test(endpoint);
}
