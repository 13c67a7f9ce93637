// The ports of every Collector process.
export const grpcPort = 4317;
export const httpPort = 4318;
/** Takes metrics that were made delta. A port of their own keeps them apart from cumulative ones. */
export const deltaPort = 4319;
/** Serves the Collector's own metrics. */
export const selfMetricsPort = 8888;
export const healthPort = 13_133;
