// Producer and consumer spans of amqplib, for its promises and for its callbacks.
import { context, type Attributes } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { attributeKeys } from '@plinth/catalog';
import {
  contextHeaderNames,
  startProcess,
  startSend,
  type JobHeaders,
  type MessagingAdapterOptions,
  type MessagingOperation,
} from '../messaging.ts';
import type { PatchedLibrary } from '../traced-library.ts';

const system = 'rabbitmq';

interface PublishOptions {
  readonly headers?: Readonly<Record<string, unknown>>;
}
interface ConsumeOptions {
  readonly noAck?: boolean;
}
interface Message {
  readonly fields: { readonly deliveryTag: number; readonly redelivered?: boolean; readonly routingKey?: string };
  readonly properties: { readonly headers?: Readonly<Record<string, unknown>>; readonly messageId?: string };
}
type OnMessage = (message: Message | null) => unknown;
type Confirm = (error: unknown, ok: unknown) => unknown;

interface Channel {
  once(event: 'close', listener: () => void): unknown;
  [confirmingKey]?: boolean;
  /** Messages that are being processed. The key is the delivery tag. */
  [openKey]?: Map<number, MessagingOperation>;
}
interface ChannelPrototype {
  publish(this: Channel, exchange: string, key: string, content: unknown, options?: PublishOptions): boolean;
  consume(this: Channel, queue: string, onMessage: OnMessage, options?: ConsumeOptions, ...rest: unknown[]): unknown;
  ack(this: Channel, message: Message, allUpTo?: boolean): unknown;
  nack(this: Channel, message: Message, allUpTo?: boolean, requeue?: boolean): unknown;
  reject(this: Channel, message: Message, requeue?: boolean): unknown;
  ackAll(this: Channel): unknown;
  nackAll(this: Channel, requeue?: boolean): unknown;
}
interface ConfirmPrototype {
  publish(this: Channel, exchange: string, key: string, content: unknown, options?: PublishOptions, confirm?: Confirm): boolean;
}

/** Set while a confirm channel publishes through the method of the plain channel: that method must not make a second span. */
const confirmingKey = Symbol('plinth.amqp_confirming');
const openKey = Symbol('plinth.amqp_open');

export const amqplib: PatchedLibrary = {
  name: 'amqplib',
  files: { 'amqplib/lib/channel_model.js': patch, 'amqplib/lib/callback_model.js': patch },
  bundled: /Channel ended, no reply will be forthcomin[g]/,
  docs: { table: 'queues', from: '0.10', tested: '{amqplib} with RabbitMQ', cells: ['`x-delivery-count`, `x-death`, `redelivered`'] },
};

function patch(moduleExports: unknown, options: MessagingAdapterOptions): void {
  const { Channel, ConfirmChannel } = moduleExports as {
    readonly Channel: { readonly prototype: ChannelPrototype };
    readonly ConfirmChannel: { readonly prototype: ConfirmPrototype };
  };
  patchPublish(Channel.prototype, options);
  patchConfirmedPublish(ConfirmChannel.prototype, options);
  patchConsume(Channel.prototype, options);
  patchSettlement(Channel.prototype);
}

function patchPublish(prototype: ChannelPrototype, options: MessagingAdapterOptions): void {
  const { publish } = prototype;
  prototype.publish = function (exchange, key, content, given) {
    if (this[confirmingKey] === true || isTracingSuppressed(context.active())) return publish.call(this, exchange, key, content, given);
    const { operation, headers } = startPublish(exchange, key, options);
    try {
      const result = publish.call(this, exchange, key, content, addHeaders(given, headers));
      operation.end();
      return result;
    } catch (error) {
      operation.end(error);
      throw error;
    }
  };
}

function patchConfirmedPublish(prototype: ConfirmPrototype, options: MessagingAdapterOptions): void {
  const { publish } = prototype;
  prototype.publish = function (exchange, key, content, given, confirm) {
    const caller = context.active();
    if (isTracingSuppressed(caller)) return publish.call(this, exchange, key, content, given, confirm);
    const { operation, headers } = startPublish(exchange, key, options);
    const onConfirm: Confirm = (error, ok) => {
      operation.end(error ?? undefined);
      return typeof confirm === 'function' ? context.with(caller, confirm, undefined, error, ok) : undefined;
    };
    this[confirmingKey] = true;
    try {
      return publish.call(this, exchange, key, content, addHeaders(given, headers), onConfirm);
    } catch (error) {
      operation.end(error);
      throw error;
    } finally {
      this[confirmingKey] = false;
    }
  };
}

/** The name of the exchange, or of the queue where a message goes to it directly. A routing key may have ids in it: only the span has it. */
function startPublish(exchange: string, key: string, options: MessagingAdapterOptions): ReturnType<typeof startSend> {
  const attributes: Attributes = { [attributeKeys.messagingRabbitmqDestinationRoutingKey]: key };
  return startSend({ system, destination: nameQueue(exchange || key) }, options, { attributes });
}

/** A name that the broker made is replaced: it would be a new series for each client. */
function nameQueue(name: string): string {
  return name.startsWith('amq.gen-') || name.startsWith('amq.rabbitmq.reply-to') ? '(temporary)' : name;
}

function addHeaders(given: PublishOptions | undefined, headers: JobHeaders): PublishOptions {
  return { ...given, headers: { ...given?.headers, ...headers } };
}

function patchConsume(prototype: ChannelPrototype, options: MessagingAdapterOptions): void {
  const { consume } = prototype;
  prototype.consume = function (queue, onMessage, given, ...rest) {
    if (typeof onMessage !== 'function') return consume.call(this, queue, onMessage, given, ...rest);
    options.onConsumer();
    const open = openMessages(this);
    const endsByAck = given?.noAck !== true;
    const traced: OnMessage = (message) => {
      // The broker sends null when it has cancelled the consumer.
      if (message === null) return onMessage(message);
      return processMessage(queue, message, onMessage, endsByAck ? open : undefined, options);
    };
    return consume.call(this, queue, traced, given, ...rest);
  };
}

/** A message ends with its acknowledgement. Where none will come, it ends with its handler. */
function processMessage(
  queue: string,
  message: Message,
  onMessage: OnMessage,
  open: Map<number, MessagingOperation> | undefined,
  options: MessagingAdapterOptions,
): unknown {
  const operation = tryStart(queue, message, options);
  if (operation === undefined) return onMessage(message);
  open?.set(message.fields.deliveryTag, operation);
  let result: unknown;
  try {
    result = context.with(operation.context, onMessage, undefined, message);
  } catch (error) {
    operation.end(error);
    throw error;
  }
  if (result instanceof Promise) {
    result.then(
      () => open === undefined && operation.end(),
      (error: unknown) => operation.end(error),
    );
  } else if (open === undefined) operation.end();
  return result;
}

function tryStart(queue: string, message: Message, options: MessagingAdapterOptions): MessagingOperation | undefined {
  try {
    const { headers = {}, messageId } = message.properties;
    const carried: Record<string, string> = {};
    for (const name of contextHeaderNames) if (typeof headers[name] === 'string') carried[name] = headers[name];
    return startProcess(
      {
        system,
        destination: nameQueue(queue),
        headers: carried,
        retryCount: countRetries(message),
        ...(typeof messageId === 'string' ? { messageId } : {}),
      },
      options,
      { [attributeKeys.messagingRabbitmqDestinationRoutingKey]: message.fields.routingKey ?? '' },
    );
  } catch (error) {
    options.onError('amqplib delivery', error);
    return undefined;
  }
}

/**
 * How often the message was delivered before. Quorum queues count deliveries, and a dead letter that comes back has a count. Otherwise it
 * is only known whether the message was delivered before.
 */
function countRetries({ fields, properties }: Message): number {
  const deliveries = properties.headers?.['x-delivery-count'];
  if (typeof deliveries === 'number') return deliveries;
  const deaths: unknown = properties.headers?.['x-death'];
  if (Array.isArray(deaths)) return deaths.reduce((sum: number, death: { count?: unknown }) => sum + (Number(death.count) || 0), 0);
  return fields.redelivered === true ? 1 : 0;
}

function openMessages(channel: Channel): Map<number, MessagingOperation> {
  let open = channel[openKey];
  if (open === undefined) {
    open = new Map();
    channel[openKey] = open;
    const ending = open;
    channel.once('close', () => endAll(ending, new Error('the channel was closed before the message was acknowledged')));
  }
  return open;
}

function patchSettlement(prototype: ChannelPrototype): void {
  const { ack, nack, reject, ackAll, nackAll } = prototype;
  prototype.ack = function (message, allUpTo) {
    endMessages(this, message, allUpTo);
    return ack.call(this, message, allUpTo);
  };
  prototype.nack = function (message, allUpTo, requeue) {
    endMessages(this, message, allUpTo, new RejectedError('nack'));
    return nack.call(this, message, allUpTo, requeue);
  };
  prototype.reject = function (message, requeue) {
    endMessages(this, message, false, new RejectedError('reject'));
    return reject.call(this, message, requeue);
  };
  prototype.ackAll = function () {
    if (this[openKey] !== undefined) endAll(this[openKey]);
    return ackAll.call(this);
  };
  prototype.nackAll = function (requeue) {
    if (this[openKey] !== undefined) endAll(this[openKey], new RejectedError('nack'));
    return nackAll.call(this, requeue);
  };
}

/** The consumer has refused a message. */
class RejectedError extends Error {
  constructor(how: 'nack' | 'reject') {
    super(`the consumer refused the message: ${how}`);
    this.name = how;
    delete this.stack;
  }
}

function endMessages(channel: Channel, message: Message, allUpTo: boolean | undefined, error?: Error): void {
  const open = channel[openKey];
  const tag = (message as Message | undefined)?.fields?.deliveryTag;
  if (open === undefined || tag === undefined) return;
  const tags = allUpTo === true ? [...open.keys()].filter((other) => other <= tag) : [tag];
  for (const each of tags) {
    open.get(each)?.end(error);
    open.delete(each);
  }
}

function endAll(open: Map<number, MessagingOperation>, error?: Error): void {
  for (const operation of open.values()) operation.end(error);
  open.clear();
}
