// Producer and consumer spans of BullMQ (5 and newer). Headers travel in `opts.telemetry.metadata`, where BullMQ's own telemetry puts them.
import { startProcess, startSend, type JobHeaders, type MessagingAdapterOptions } from '../messaging.ts';
import type { PatchedLibrary } from '../traced-library.ts';

const system = 'bullmq';

interface JobOptions {
  readonly telemetry?: { readonly metadata?: string; readonly omitContext?: boolean } | undefined;
}
interface Job {
  readonly id?: string;
  readonly attemptsMade?: number;
  readonly opts?: JobOptions;
}
interface NewJob {
  readonly name: string;
  readonly opts?: JobOptions;
}
interface Named {
  readonly name: string;
  /** `telemetry` is set where the service has chosen BullMQ's own spans. */
  readonly opts?: { readonly telemetry?: unknown };
}
interface QueuePrototype {
  addJob(this: Named, name: string, data: unknown, opts?: JobOptions): Promise<Job>;
  addBulk(this: Named, jobs: readonly NewJob[]): Promise<Job[]>;
}
interface WorkerPrototype {
  run(this: Named): Promise<unknown>;
  callProcessJob(this: Named, job: Job, ...rest: unknown[]): Promise<unknown>;
}

export const bullmq: PatchedLibrary = {
  name: 'bullmq',
  files: {
    'bullmq/dist/cjs/classes/queue.js': (moduleExports, options) =>
      patchQueue((moduleExports as { Queue: { prototype: QueuePrototype } }).Queue.prototype, options),
    'bullmq/dist/cjs/classes/worker.js': (moduleExports, options) =>
      patchWorker((moduleExports as { Worker: { prototype: WorkerPrototype } }).Worker.prototype, options),
  },
  bundled: /BullMQ: Your redis options maxRetriesPerRequest must be nul[l]/,
  docs: { table: 'queues', from: '5.30', tested: '{bullmq} with Redis', cells: ['`attemptsMade`'] },
};

function patchQueue(prototype: QueuePrototype, options: MessagingAdapterOptions): void {
  const { addJob, addBulk } = prototype;
  prototype.addJob = function (name, data, opts) {
    if (isTracedByBullmq(this)) return addJob.call(this, name, data, opts);
    const { operation, headers } = startSend({ system, destination: this.name }, options);
    return operation.run(async () => {
      const job = await addJob.call(this, name, data, addHeaders(opts, headers));
      if (job.id !== undefined) operation.setMessageId(job.id);
      return job;
    });
  };
  prototype.addBulk = function (jobs) {
    if (isTracedByBullmq(this)) return addBulk.call(this, jobs);
    const { operation, headers } = startSend({ system, destination: this.name }, options, { messageCount: jobs.length });
    return operation.run(() =>
      addBulk.call(
        this,
        jobs.map((job) => ({ ...job, opts: addHeaders(job.opts, headers) })),
      ),
    );
  };
}

function patchWorker(prototype: WorkerPrototype, options: MessagingAdapterOptions): void {
  const { run, callProcessJob } = prototype;
  prototype.run = function () {
    options.onConsumer();
    return run.call(this);
  };
  prototype.callProcessJob = function (job, ...rest) {
    if (isTracedByBullmq(this)) return callProcessJob.call(this, job, ...rest);
    const operation = startProcess(
      {
        system,
        destination: this.name,
        headers: parseHeaders(job.opts?.telemetry?.metadata),
        ...(job.id === undefined ? {} : { messageId: job.id }),
        retryCount: job.attemptsMade ?? 0,
      },
      options,
    );
    return operation.run(() => callProcessJob.call(this, job, ...rest));
  };
}

function isTracedByBullmq(part: Named): boolean {
  return part.opts?.telemetry !== undefined;
}

function addHeaders(opts: JobOptions | undefined, headers: JobHeaders): JobOptions {
  const { metadata, omitContext } = opts?.telemetry ?? {};
  // What the service itself has set counts.
  if (metadata !== undefined || omitContext === true) return opts ?? {};
  return { ...opts, telemetry: { metadata: JSON.stringify(headers) } };
}

function parseHeaders(metadata: unknown): JobHeaders | undefined {
  if (typeof metadata !== 'string') return undefined;
  try {
    return JSON.parse(metadata) as JobHeaders;
  } catch {
    return undefined;
  }
}
