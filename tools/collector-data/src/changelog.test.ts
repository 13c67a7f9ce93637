import { expect, test } from 'vitest';
import { parseRenames } from './changelog.ts';

test('renames with the version they came in, however they are worded', () => {
  const changelog = [
    '## v1.50.0/v0.144.0',
    '- `exporter/otlp_grpc`: Rename `otlp` exporter to `otlp_grpc` exporter and add deprecated alias `otlp`. (#14403)',
    '## v0.148.0',
    '- `receiver/azure_monitor`: Introduce new snake case compliant name `azure_monitor` (#46730)',
    '- `extension/aws_logs_encoding`: Introduce new snake case compliant name `aws_logs_encoding` (#46776)',
    '## v0.152.0',
    '- `receiver/aws_lambda`: Rename awslambda receiver to use lower_snake_case name `aws_lambda`. (#45339)',
    '## v0.160.0',
    '- `processor/adaptive_tail_sampling`: Rename the `dynamic_sampling` processor to `adaptive_tail_sampling`. There is no alias, the old name stops working. (#50367)',
    '- `processor/adaptive_tail_sampling`: Rename the sampler `key_attributes` field to `fingerprint_attributes` (#49311)',
    '- `receiver/systemd`: Rename `systemd.unit.cpu.time` metric to `systemd.service.cpu.time` (#44916)',
  ].join('\n');
  expect(parseRenames(changelog).map(({ kind, from, to, since, alias }) => `${kind} ${from} ${to} ${since} ${alias}`)).toEqual([
    'exporter otlp otlp_grpc 0.144.0 true',
    'receiver azuremonitor azure_monitor 0.148.0 true',
    'extension awslogs_encoding aws_logs_encoding 0.148.0 true',
    'receiver awslambda aws_lambda 0.152.0 true',
    'processor dynamic_sampling adaptive_tail_sampling 0.160.0 false',
  ]);
});
