import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C078');

describe('C078', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C078')).toEqual([
      'warning 14:3 processors.k8s_attributes: "k8s_attributes" knows pods by no attribute that "file_log" sets',
    ]);
  });

  test('found: a source that is from nowhere', () => {
    const text = `receivers:
  file_log:
    include: [/var/log/pods/*/*/*.log]
    storage: file_storage
    retry_on_failure:
      enabled: true
    operators:
      - type: container
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
    spike_limit_mib: 80
  k8s_attributes:
    filter:
      node_from_env_var: K8S_NODE_NAME
    extract:
      metadata: [k8s.deployment.name]
    pod_association:
      - sources:
          - from: resource
            name: k8s.pod.uid
      - sources:
          - from: connection
exporters:
  otlp_grpc:
    endpoint: tempo:4317
    sending_queue:
      sizer: items
      queue_size: 100000
      storage: file_storage
      batch:
        min_size: 8192
        flush_timeout: 200ms
extensions:
  file_storage:
    directory: /var/lib/otelcol
service:
  extensions: [file_storage]
  pipelines:
    logs:
      receivers: [file_log]
      processors: [memory_limiter, k8s_attributes]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C078')).toEqual([
      'error 21:13 processors.k8s_attributes.pod_association[0].sources[0]: a source is from resource_attribute or connection, not from "resource"',
    ]);
  });

  test('found: a source without a name', () => {
    const text = `receivers:
  file_log:
    include: [/var/log/pods/*/*/*.log]
    storage: file_storage
    retry_on_failure:
      enabled: true
    operators:
      - type: container
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
    spike_limit_mib: 80
  k8s_attributes:
    filter:
      node_from_env_var: K8S_NODE_NAME
    extract:
      metadata: [k8s.deployment.name]
    pod_association:
      - sources:
          - from: resource_attribute
      - sources:
          - from: connection
exporters:
  otlp_grpc:
    endpoint: tempo:4317
    sending_queue:
      sizer: items
      queue_size: 100000
      storage: file_storage
      batch:
        min_size: 8192
        flush_timeout: 200ms
extensions:
  file_storage:
    directory: /var/lib/otelcol
service:
  extensions: [file_storage]
  pipelines:
    logs:
      receivers: [file_log]
      processors: [memory_limiter, k8s_attributes]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C078')).toEqual([
      'warning 14:3 processors.k8s_attributes: "k8s_attributes" knows pods by no attribute that "file_log" sets',
      'error 21:13 processors.k8s_attributes.pod_association[0].sources[0]: which attribute a source compares is not said: name',
    ]);
  });

  test('silent: names of pods in the place of their ids', () => {
    const text = `receivers:
  file_log:
    include: [/var/log/pods/*/*/*.log]
    storage: file_storage
    retry_on_failure:
      enabled: true
    operators:
      - type: container
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
    spike_limit_mib: 80
  k8s_attributes:
    filter:
      node_from_env_var: K8S_NODE_NAME
    extract:
      metadata: [k8s.deployment.name]
    pod_association:
      - sources:
          - from: resource_attribute
            name: k8s.pod.name
      - sources:
          - from: connection
exporters:
  otlp_grpc:
    endpoint: tempo:4317
    sending_queue:
      sizer: items
      queue_size: 100000
      storage: file_storage
      batch:
        min_size: 8192
        flush_timeout: 200ms
extensions:
  file_storage:
    directory: /var/lib/otelcol
service:
  extensions: [file_storage]
  pipelines:
    logs:
      receivers: [file_log]
      processors: [memory_limiter, k8s_attributes]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C078')).toEqual([]);
  });

  test('silent: files of something else', () => {
    const text = `receivers:
  file_log:
    include: [/var/log/app/*.log]
    storage: file_storage
    retry_on_failure:
      enabled: true
    operators:
      - type: container
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
    spike_limit_mib: 80
  k8s_attributes:
    filter:
      node_from_env_var: K8S_NODE_NAME
    extract:
      metadata: [k8s.deployment.name]
    pod_association:
      - sources:
          - from: connection
exporters:
  otlp_grpc:
    endpoint: tempo:4317
    sending_queue:
      sizer: items
      queue_size: 100000
      storage: file_storage
      batch:
        min_size: 8192
        flush_timeout: 200ms
extensions:
  file_storage:
    directory: /var/lib/otelcol
service:
  extensions: [file_storage]
  pipelines:
    logs:
      receivers: [file_log]
      processors: [memory_limiter, k8s_attributes]
      exporters: [otlp_grpc]
`;
    expect(describeFindings(text, 'C078')).toEqual([]);
  });
});
