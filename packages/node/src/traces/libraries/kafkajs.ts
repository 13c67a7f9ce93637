// Producer and consumer spans of kafkajs.
import type { Attributes } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import { contextHeaderNames, startBatch, startProcess, startSend, type JobHeaders, type MessagingAdapterOptions } from '../messaging.ts';
import type { PatchedLibrary } from '../traced-library.ts';

const system = 'kafka';

interface Message {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly offset?: string;
}
interface TopicMessages {
  readonly topic: string;
  readonly messages: readonly Message[];
}
interface Sender {
  send(record: TopicMessages): Promise<unknown>;
  sendBatch(batch: { readonly topicMessages?: readonly TopicMessages[] }): Promise<unknown>;
}
interface Producer extends Sender {
  transaction(...args: unknown[]): Promise<Sender>;
}
interface MessagePayload {
  readonly topic: string;
  readonly partition: number;
  readonly message: Message;
}
interface BatchPayload {
  readonly batch: TopicMessages & { readonly partition: number };
}
interface RunOptions {
  readonly eachMessage?: ((payload: MessagePayload) => Promise<unknown>) | null;
  readonly eachBatch?: ((payload: BatchPayload) => Promise<unknown>) | null;
}
interface Consumer {
  run(options?: RunOptions): Promise<unknown>;
}
interface KafkaPrototype {
  producer(this: unknown, config?: unknown): Producer;
  consumer(this: unknown, config?: { readonly groupId?: string }): Consumer;
}

export const kafkajs: PatchedLibrary = {
  name: 'kafkajs',
  files: { 'kafkajs/src/index.js': patch },
  bundled: /KafkaJSNumberOfRetriesExceede[d]/,
  docs: {
    table: 'queues',
    from: '2.0',
    tested: '{kafkajs} with kfake, where that is installed',
    cells: ['the consumer itself has seen the message fail'],
  },
};

function patch(moduleExports: unknown, options: MessagingAdapterOptions): void {
  const { prototype } = moduleExports as { readonly prototype: KafkaPrototype };
  const { producer, consumer } = prototype;
  prototype.producer = function (config) {
    const made = producer.call(this, config);
    const { transaction } = made;
    traceSender(made, options);
    made.transaction = async (...args) => traceSender(await transaction(...args), options);
    return made;
  };
  prototype.consumer = function (config) {
    return traceConsumer(consumer.call(this, config), config?.groupId ?? '', options);
  };
}

function traceSender(sender: Sender, options: MessagingAdapterOptions): Sender {
  const { send, sendBatch } = sender;
  sender.send = (record) => {
    if (!Array.isArray(record?.messages)) return send(record);
    const { operation, traced } = startTopic(record, options);
    return operation.run(() => send(traced));
  };
  sender.sendBatch = async (batch) => {
    const { topicMessages } = batch;
    if (!Array.isArray(topicMessages)) return sendBatch(batch);
    const started = topicMessages.map((topic: TopicMessages) => startTopic(topic, options));
    try {
      const result = await sendBatch({ ...batch, topicMessages: started.map(({ traced }) => traced) });
      for (const { operation } of started) operation.end();
      return result;
    } catch (error) {
      for (const { operation } of started) operation.end(error);
      throw error;
    }
  };
  return sender;
}

/** Makes one span for the messages of a topic. All of them carry its context. */
function startTopic(record: TopicMessages, options: MessagingAdapterOptions) {
  const { operation, headers } = startSend({ system, destination: record.topic }, options, { messageCount: record.messages.length });
  const messages = record.messages.map((message) => ({ ...message, headers: { ...message.headers, ...headers } }));
  return { operation, traced: { ...record, messages } };
}

function traceConsumer(consumer: Consumer, group: string, options: MessagingAdapterOptions): Consumer {
  const { run } = consumer;
  // A message that fails comes again. So the last message that failed is remembered for each partition.
  const failed = new Map<string, { readonly offset: string | undefined; readonly count: number }>();
  consumer.run = (given = {}) => {
    options.onConsumer();
    const { eachMessage, eachBatch } = given;
    const traced: RunOptions = { ...given };
    if (typeof eachMessage === 'function') {
      Object.assign(traced, {
        eachMessage: async (payload: MessagePayload) => {
          const { topic, partition, message } = payload;
          const key = `${topic} ${partition}`;
          const last = failed.get(key);
          const retryCount = last !== undefined && last.offset === message.offset ? last.count : 0;
          const job = { system, destination: topic, headers: readHeaders(message), retryCount };
          const operation = startProcess(job, options, describeConsumer(group, partition));
          try {
            const result = await operation.run(() => eachMessage(payload));
            failed.delete(key);
            return result;
          } catch (error) {
            failed.set(key, { offset: message.offset, count: retryCount + 1 });
            throw error;
          }
        },
      });
    }
    if (typeof eachBatch === 'function') {
      Object.assign(traced, {
        eachBatch: (payload: BatchPayload) => {
          const { topic, partition, messages } = payload.batch;
          const operation = startBatch(
            { system, destination: topic },
            messages.map(readHeaders),
            options,
            describeConsumer(group, partition),
          );
          return operation.run(() => eachBatch(payload));
        },
      });
    }
    return run(traced);
  };
  return consumer;
}

function describeConsumer(group: string, partition: number): Attributes {
  return { [attributeKeys.messagingConsumerGroupName]: group, [attributeKeys.messagingDestinationPartitionId]: String(partition) };
}

/** Header values come as bytes. A repeated header comes as a list: it is not read, for no producer of the SDK repeats a header. */
function readHeaders({ headers = {} }: Message): JobHeaders {
  const carried: Record<string, string> = {};
  for (const name of contextHeaderNames) {
    const value = headers[name];
    if (typeof value === 'string' || Buffer.isBuffer(value)) carried[name] = value.toString();
  }
  return carried;
}
