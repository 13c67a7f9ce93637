// A config as a Collector can judge it away from its cluster: variables that are not set, and what reads files of a pod.
import { isMap, isSeq, parseDocument, type Document } from 'yaml';

export interface OfflineConfig {
  readonly config: string;
  /** For every variable that the config reads and that is not given. */
  readonly env: Readonly<Record<string, string>>;
  /** What was left out, and why. */
  readonly notices: readonly string[];
}

/** They read the pod's certificate while they are made, before anything is started. */
const podOnly = ['kubelet_stats', 'kubeletstats'];

/** @param given Variables that are set. */
export function buildOfflineConfig(text: string, given: Readonly<Record<string, string | undefined>>): OfflineConfig {
  const document = parseDocument(text);
  const notices = document.errors.length > 0 ? [] : dropPodOnly(document);
  const config = notices.length === 0 ? text : document.toString({ lineWidth: 0 });
  const env: Record<string, string> = {};
  // k8s_attributes reads the variable that it is told, by itself.
  const read = [...config.matchAll(/\$\{env:([A-Za-z_]\w*)(:-[^}]*)?\}/g), ...config.matchAll(/node_from_env_var: *([A-Za-z_]\w*)/g)];
  for (const [, name = '', fallback] of read) {
    const value = given[name];
    if (value !== undefined) env[name] = value;
    else if (name === 'PLINTH_HOST_ROOT') env[name] = '/';
    else if (fallback === undefined) env[name] = /IP$|HOST$|ADDRESS$/.test(name) ? '127.0.0.1' : 'placeholder';
  }
  return { config, env, notices };
}

function dropPodOnly(document: Document): readonly string[] {
  const receivers = document.get('receivers');
  if (!isMap(receivers)) return [];
  const ids = receivers.items.map(({ key }) => String(key)).filter((id) => podOnly.includes(id.split('/')[0] ?? ''));
  for (const id of ids) {
    receivers.delete(id);
    const pipelines = document.getIn(['service', 'pipelines']);
    for (const { value } of isMap(pipelines) ? pipelines.items : []) {
      const list = isMap(value) ? value.get('receivers') : undefined;
      if (isSeq(list)) list.items = list.items.filter((item) => String(item) !== id);
    }
  }
  return ids.map((id) => `receiver ${id} is left out: it reads the certificate of a pod`);
}
