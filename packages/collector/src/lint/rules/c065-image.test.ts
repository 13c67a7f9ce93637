import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C065');

describe('C065', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C065')).toEqual([
      'warning 45:11 spec.template.spec.containers[0].image: image "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib:latest" has no fixed version',
    ]);
  });

  test('found: image "otel/opentelemetry-collector-contrib:0.150.0" comes from Docker Hub', () => {
    const text = edit(
      page.wrong,
      '          image: ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib:latest',
      '          image: otel/opentelemetry-collector-contrib:0.150.0',
    );
    expect(describeFindings(text, 'C065')).toEqual([
      'info 45:11 spec.template.spec.containers[0].image: image "otel/opentelemetry-collector-contrib:0.150.0" comes from Docker Hub',
    ]);
  });
});
