import { describe, expect, test } from 'vitest';
import { createBatchPipeline, type BatchPipeline, type BatchPipelineOptions } from './batch-pipeline.ts';
import type { Delivery } from './transport/delivery.ts';
import type { SendResult } from './transport/transport.ts';

type Outcome = Exclude<SendResult, { outcome: 'retry' }> | undefined;
const accepted: Outcome = { outcome: 'accepted', rejected: 0 };
const scope = { name: 'test' };

function setUp(options: Partial<BatchPipelineOptions<string>> = {}) {
  const requests: string[] = [];
  const answers: ((outcome: Outcome) => void)[] = [];
  const timers: (() => void)[] = [];
  const told: string[] = [];
  const delivery: Delivery = {
    send(body) {
      requests.push(Buffer.from(body).toString());
      return new Promise((resolve) => answers.push(resolve));
    },
    startFlush() {},
    endFlush() {},
    failures: 0,
    isUnanswered: false,
  };
  const pipeline = createBatchPipeline<string>({
    encode: (record) => ({ scope, bytes: Buffer.from(record) }),
    buildRequest: (records) => Buffer.from(records.map(({ bytes }) => Buffer.from(bytes).toString()).join('')),
    delivery,
    clock: {
      now: () => 0,
      schedule(callback) {
        timers.push(callback);
        return () => void timers.splice(timers.indexOf(callback), 1);
      },
      random: Math.random,
    },
    delayMs: 1000,
    maxQueueSize: 10,
    maxQueueBytes: 1000,
    maxBatchSize: 3,
    onRejected: (count, message) => told.push(`rejected ${count} ${message}`),
    onQueueFull: () => told.push('full'),
    ...options,
  });
  const answer = async (outcome: Outcome): Promise<void> => {
    answers.shift()?.(outcome);
    await new Promise(setImmediate);
  };
  const add = (text: string): void => {
    for (const record of text) pipeline.add(record);
  };
  const tick = async (): Promise<void> => {
    for (const timer of timers.splice(0)) timer();
    await new Promise(setImmediate);
  };
  return { pipeline, requests, add, answer, tick, told, timers };
}

function differenceOf(pipeline: BatchPipeline<string>): number {
  const { accepted: all, exported, dropped, queued, exporting } = pipeline.counts();
  return all - exported - queued - exporting - Object.values(dropped).reduce((sum, count) => sum + count, 0);
}

test('a full batch goes at once, the rest when its time has come', async () => {
  const { pipeline, requests, add, answer, tick } = setUp();
  add('abcde');
  expect(requests).toEqual(['abc']);
  expect(pipeline.counts()).toMatchObject({ accepted: 5, queued: 2, exporting: 3, exported: 0 });
  await answer(accepted);
  expect(requests).toEqual(['abc']);
  await tick();
  expect(requests).toEqual(['abc', 'de']);
  await answer(accepted);
  expect(pipeline.counts()).toMatchObject({ accepted: 5, queued: 0, exporting: 0, exported: 5 });
});

test('one request at a time, however many records come meanwhile', async () => {
  const { requests, add, answer } = setUp();
  add('abcdefg');
  expect(requests).toEqual(['abc']);
  await answer(accepted);
  expect(requests).toEqual(['abc', 'def']);
});

test('a queue that is full drops the newest, and tells', () => {
  const { pipeline, add, told } = setUp();
  add('abcdefghijklm');
  expect(pipeline.counts()).toMatchObject({ accepted: 13, queued: 7, exporting: 3, dropped: { queue_full: 3 } });
  expect(told).toEqual(['full', 'full', 'full']);
  expect(differenceOf(pipeline)).toBe(0);
});

test('a queue is full by its bytes too', () => {
  const { pipeline } = setUp({ maxQueueBytes: 250 });
  for (let index = 0; index < 9; index++) pipeline.add('x'.repeat(100));
  // Three went out with the first batch.
  expect(pipeline.counts()).toMatchObject({ exporting: 3, queued: 3, dropped: { queue_full: 3 } });
});

test('large records make small batches', async () => {
  const { pipeline, requests, answer, tick } = setUp({ maxQueueBytes: 1e9 });
  for (const letter of 'ab') pipeline.add(letter.repeat(2 * 1024 * 1024));
  await tick();
  expect(requests.map((request) => request.length)).toEqual([2 * 1024 * 1024]);
  await answer(accepted);
  expect(requests).toHaveLength(2);
});

describe('what the Collector does not take', () => {
  test('refused: the batch is dropped, the next one is sent', async () => {
    const { pipeline, requests, add, answer } = setUp();
    add('abcdef');
    await answer({ outcome: 'refused', reason: 'HTTP 400' });
    expect(pipeline.counts()).toMatchObject({ dropped: { refused: 3 }, exporting: 3 });
    expect(requests).toEqual(['abc', 'def']);
  });

  test('partial success: counted as rejected, with what it says', async () => {
    const { pipeline, add, answer, told } = setUp();
    add('abc');
    await answer({ outcome: 'accepted', rejected: 2, message: 'too old' });
    expect(pipeline.counts()).toMatchObject({ exported: 1, dropped: { rejected: 2 } });
    expect(told).toEqual(['rejected 2 too old']);
  });

  test('more rejected than sent does not break the accounts', async () => {
    const { pipeline, add, answer } = setUp();
    add('abc');
    await answer({ outcome: 'accepted', rejected: 99 });
    expect(differenceOf(pipeline)).toBe(0);
  });
});

test('a record that cannot be encoded is dropped and counted', () => {
  const { pipeline } = setUp({
    encode() {
      throw new Error('no');
    },
  });
  pipeline.add('a');
  expect(pipeline.counts()).toMatchObject({ accepted: 1, queued: 0, dropped: { not_encodable: 1 } });
});

describe('a flush', () => {
  test('sends all, full batch or not', async () => {
    const { pipeline, requests, add, answer } = setUp();
    add('abcd');
    const flushed = pipeline.flush(1000);
    await answer(accepted);
    await answer(accepted);
    expect(await flushed).toBe(true);
    expect(requests).toEqual(['abc', 'd']);
  });

  test('that gives up keeps what is left, in order, for later', async () => {
    const { pipeline, requests, add, answer, tick } = setUp();
    add('abcd');
    const flushed = pipeline.flush(1000);
    await answer(undefined);
    expect(await flushed).toBe(false);
    expect(pipeline.counts()).toMatchObject({ queued: 4, exporting: 0 });
    await tick();
    expect(requests).toEqual(['abc', 'abc']);
    await answer(accepted);
    await answer(accepted);
    expect(requests).toEqual(['abc', 'abc', 'd']);
    expect(pipeline.counts()).toMatchObject({ exported: 4, queued: 0 });
  });

  test('of nothing is done at once', async () => {
    expect(await setUp().pipeline.flush(1000)).toBe(true);
  });
});

test('who cannot wait takes the request in flight and the queue', async () => {
  const { pipeline, add, answer } = setUp();
  add('abcde');
  expect(pipeline.takePending().map(({ body, records }) => [Buffer.from(body).toString(), records])).toEqual([
    ['abc', 3],
    ['de', 2],
  ]);
  await answer(accepted);
  expect(pipeline.counts()).toMatchObject({ queued: 0, exporting: 0 });
});
