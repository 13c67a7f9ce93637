import type { Destination } from './destination.ts';
import { levelSymbol, messageSymbol, type Info } from './winston-info.ts';
import { Transport } from './winston-transport.ts';

/**
 * The built-in destination as a winston transport, so that `transports`, `remove`, `clear` and a level of its own work as for any other.
 * The logger writes to the destination itself. Only another logger, to which somebody adds this transport, calls `log`.
 */
export class DestinationTransport extends Transport {
  readonly name = 'plinth';
  readonly #destination: Destination;

  /** `onLevel` is called when somebody sets the transport's own level. */
  constructor(destination: Destination, onLevel: () => void) {
    super();
    this.#destination = destination;
    let own: string | undefined;
    Object.defineProperty(this, 'level', {
      configurable: true,
      enumerable: true,
      get: () => own,
      set: (level: string | undefined) => {
        own = level;
        onLevel();
      },
    });
  }

  log(info: Info, next: () => void): void {
    this.#destination.write(`${info[messageSymbol]}\n`, info[levelSymbol], false);
    next();
  }

  override _final(callback: () => void): void {
    void this.#destination.flush().then(callback, callback);
  }
}
