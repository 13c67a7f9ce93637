// The class by its own file: the entry point of prom-client also loads its default metrics, the push gateway, cluster and the CommonJS
// copy of the OpenTelemetry API, at ten times the cost of the registry.
declare module 'prom-client/lib/registry.js' {
  export { Registry as default } from 'prom-client';
}
