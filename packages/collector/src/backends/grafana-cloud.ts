// Grafana Cloud: the instance and the token are a user and a password.
import { because } from '../components/component.ts';
import { buildBasicAuth } from '../components/extensions.ts';
import { buildOtlpHttpExporter } from '../components/otlp-exporter.ts';
import type { BackendExporter, BackendKnowledge, BackendSettings } from './backend-exporter.ts';
import { buildSecretVariable } from './secret-variable.ts';

export const grafanaCloud: BackendKnowledge<'grafana_cloud'> = {
  build: buildGrafanaCloudExporter,
};

function buildGrafanaCloudExporter({ name, backend, delivery }: BackendSettings<'grafana_cloud'>): BackendExporter {
  const username = buildSecretVariable(name, 'instance_id', backend.instanceId);
  const password = buildSecretVariable(name, 'token', backend.token);
  return {
    exporter: buildOtlpHttpExporter({
      name,
      endpoint: `https://otlp-gateway-${backend.zone}.grafana.net/otlp`,
      authenticator: `basicauth/${name}`,
      delivery,
      reasons: [because('endpoint', 'https://grafana.com/docs/grafana-cloud/send-data/otlp/send-data-otlp/')],
    }),
    extensions: [buildBasicAuth({ name, username: username.reference, password: password.reference })],
    variables: [username.variable, password.variable],
  };
}
