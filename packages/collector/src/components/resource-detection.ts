import { because, type Component } from './component.ts';

export function buildResourceDetection(): Component {
  return {
    kind: 'processor',
    type: 'resource_detection',
    config: { detectors: ['env', 'system'], timeout: '2s', override: false },
    reasons: [because('override', 'What a service says about itself is right; the host is only added.')],
    rank: 'enrich',
  };
}
