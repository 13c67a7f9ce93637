// Values of a component's config. A text is literal, and an environment variable is never a text: what prints it cannot mix them up.

export interface EnvReference {
  readonly env: string;
  /** Where the variable is not set. */
  readonly fallback?: string;
}

/** A text with references to environment variables in it. */
export interface Template {
  readonly template: readonly (string | EnvReference)[];
}

export type ConfigValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | EnvReference
  | Template
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue };

export type ConfigMap = { readonly [key: string]: ConfigValue };

export function env(name: string, fallback?: string): EnvReference {
  return fallback === undefined ? { env: name } : { env: name, fallback };
}

/** `template\`\${env('POD_IP')}:4317\`` */
export function template(strings: TemplateStringsArray, ...references: readonly EnvReference[]): Template {
  return { template: strings.flatMap((text, index) => [text, references[index] ?? '']).filter((part) => part !== '') };
}

function isEnvReference(value: object): value is EnvReference {
  return 'env' in value && typeof value.env === 'string' && Object.keys(value).every((key) => key === 'env' || key === 'fallback');
}

function isTemplate(value: object): value is Template {
  return 'template' in value && Array.isArray(value.template) && Object.keys(value).length === 1;
}

/** Names of the environment variables in a value. */
export function findEnv(value: ConfigValue): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isEnvReference(value)) return [value.env];
  if (isTemplate(value)) return value.template.flatMap((part) => (typeof part === 'string' ? [] : [part.env]));
  return Object.values(value).flatMap((part: ConfigValue) => findEnv(part));
}

/** As the Collector reads it: `\${env:NAME}`, and `$$` for a dollar sign. Keys without a value are left out. */
export function resolveConfigValue(value: ConfigValue): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (typeof value !== 'object' || value === null) return value;
  if (isEnvReference(value)) return renderEnv(value);
  if (isTemplate(value))
    return value.template.map((part) => (typeof part === 'string' ? part.replaceAll('$', '$$$$') : renderEnv(part))).join('');
  if (Array.isArray(value)) return (value as readonly ConfigValue[]).map(resolveConfigValue);
  return Object.fromEntries(
    Object.entries(value as ConfigMap)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => [key, resolveConfigValue(part)]),
  );
}

function renderEnv({ env: name, fallback }: EnvReference): string {
  return fallback === undefined ? `\${env:${name}}` : `\${env:${name}:-${fallback}}`;
}
