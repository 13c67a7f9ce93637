import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C030');

describe('C030', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C030')).toEqual([
      'error 28:7 extensions.file_storage: the replicas share /var/lib/otelcol of "file_storage"',
    ]);
  });

  test('found: "file_storage" writes to /var/lib/otelcol, an emptyDir', () => {
    const text = edit(
      edit(
        page.wrong,
        `  replicas: 3
`,
        '',
      ),
      '          persistentVolumeClaim: {claimName: queue}',
      '          emptyDir: {}',
    );
    expect(describeFindings(text, 'C030')).toEqual([
      'warning 28:7 extensions.file_storage: "file_storage" writes to /var/lib/otelcol, an emptyDir',
    ]);
  });

  test('silent: kind: DaemonSet', () => {
    const text = edit(
      edit(
        edit(page.wrong, 'kind: Deployment', 'kind: DaemonSet'),
        `  replicas: 3
`,
        '',
      ),
      '          persistentVolumeClaim: {claimName: queue}',
      '          hostPath: {path: /var/lib/otelcol}',
    );
    expect(describeFindings(text, 'C030')).toEqual([]);
  });

  test('silent: apiVersion: opentelemetry.io/v1beta1', () => {
    const volumes = `  volumes:
    - name: queue
      emptyDir: {}
  volumeMounts:
    - {name: queue, mountPath: /var/lib/otelcol}
`;
    const sidecar = edit(readRulePage('C067').right, /  mode: daemonset\n  tolerations:\n.*\n/, `  mode: sidecar\n${volumes}`);
    const stored = edit(
      sidecar,
      '            flush_timeout: 200ms\n',
      '            flush_timeout: 200ms\n          storage: file_storage\n',
    );
    const extension = '    extensions:\n      file_storage:\n        directory: /var/lib/otelcol\n';
    const text = edit(stored, '    service:\n', `${extension}    service:\n      extensions: [file_storage]\n`);
    expect(describeFindings(edit(text, 'mode: sidecar', 'mode: deployment'), 'C030')).toHaveLength(1);
    expect(describeFindings(text, 'C030')).toEqual([]);
  });
});
