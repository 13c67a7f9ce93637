// Docker Compose for the one process of a laptop or a machine.
import { buildHeader, renderYaml } from '@plinth/artefact';
import { renderBytes } from '../model/sizing.ts';
import { buildImage } from './kubernetes/image.ts';
import { renderConfigText } from './raw.ts';
import type { CollectorRenderer } from './renderer.ts';

export const renderCompose: CollectorRenderer = (input) => {
  const { model, source } = input;
  const { workload } = model;
  const secrets = workload.variables.filter((variable) => 'secret' in variable);
  const services = {
    collector: {
      image: buildImage(workload),
      command: ['--config=file:/etc/otelcol/collector.yaml'],
      restart: 'unless-stopped',
      read_only: true,
      user: '10001:10001',
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      mem_limit: renderBytes(workload.memoryBytes).toLowerCase().replace('i', ''),
      environment: {
        PLINTH_HOST: '0.0.0.0',
        ...Object.fromEntries(workload.variables.flatMap((variable) => ('value' in variable ? [[variable.name, variable.value]] : []))),
        ...Object.fromEntries(secrets.map(({ name }) => [name, `\${${name}:?set it in .env}`])),
      },
      ports: workload.ports.filter(({ name }) => name.startsWith('otlp')).map(({ port }) => `127.0.0.1:${port}:${port}`),
      volumes: ['./collector.yaml:/etc/otelcol/collector.yaml:ro', 'queue:/var/lib/otelcol'],
    },
  };
  const folder = `${model.environment}/compose`;
  const content = renderYaml(
    { name: model.name, services, volumes: { queue: null } },
    {
      header: buildHeader(source),
      comments: [
        {
          path: ['services', 'collector', 'environment', 'PLINTH_HOST'],
          text: 'Loopback of a container is the container’s own; the ports below are published on the machine’s loopback only.',
        },
        { path: ['services', 'collector', 'volumes', 1], text: 'The queue survives the container.' },
      ],
    },
  );
  return [
    { path: `${folder}/compose.yaml`, content },
    { path: `${folder}/collector.yaml`, content: renderConfigText(input) },
  ];
};
