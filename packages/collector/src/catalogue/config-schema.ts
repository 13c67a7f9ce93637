/** The version that the generator targets without one, and that the tests' real Collector has. */
export const defaultCollectorVersion = '0.161.0';
