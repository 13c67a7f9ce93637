// OpenTelemetry's context manager over one AsyncLocalStorage. A request can enter its context without an allocation.
import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';

export class ContextManager extends AsyncLocalStorageContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();

  override active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }

  override with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: Context,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(context, thisArg === undefined || thisArg === null ? fn : fn.bind(thisArg), ...args);
  }

  override attach(context: Context): ReturnType<AsyncLocalStorageContextManager['attach']> {
    const previous = this.active();
    this.#storage.enterWith(context);
    return { dispose: () => this.#storage.enterWith(previous) };
  }

  /** Makes the context active for the running code and for everything that it starts. Nothing restores the context before. */
  enter(context: Context): void {
    if (this.#storage.getStore() !== context) this.#storage.enterWith(context);
  }

  override disable(): this {
    this.#storage.disable();
    return this;
  }
}
