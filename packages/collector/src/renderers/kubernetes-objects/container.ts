// Parts of a container: what it may do, its environment, its probes.

/** A container that gains no rights and writes to no file of its image. https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export interface ContainerRights {
  /** 0 is root. */
  readonly user: number;
  /** Capabilities that the container gets back after all were dropped. */
  readonly capabilities?: readonly string[];
}

export function buildSecurityContext({ user, capabilities = [] }: ContainerRights): Record<string, unknown> {
  return {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: user !== 0,
    runAsUser: user,
    capabilities: { drop: ['ALL'], ...(capabilities.length > 0 && { add: capabilities }) },
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

export type EnvironmentVariable =
  | { readonly name: string; readonly value: string }
  /** A field of the pod: `status.podIP`. */
  | { readonly name: string; readonly field: string }
  | { readonly name: string; readonly secret: string; readonly key: string };

/** The last variable of a name holds, at the place of the first. */
export function buildEnvironment(variables: readonly EnvironmentVariable[]): readonly Record<string, unknown>[] {
  return [...new Map(variables.map((variable) => [variable.name, variable])).values()].map(buildVariable);
}

function buildVariable(variable: EnvironmentVariable): Record<string, unknown> {
  const { name } = variable;
  if ('value' in variable) return { name, value: variable.value };
  if ('field' in variable) return { name, valueFrom: { fieldRef: { fieldPath: variable.field } } };
  return { name, valueFrom: { secretKeyRef: { name: variable.secret, key: variable.key } } };
}

export interface ProbeTimes {
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}

/** Probes of one HTTP page, by their names: `startupProbe`, `livenessProbe`, `readinessProbe`. */
export function buildProbes(
  httpGet: { readonly path: string; readonly port: number },
  times: Readonly<Record<string, ProbeTimes>>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, { httpGet, ...each }]));
}
