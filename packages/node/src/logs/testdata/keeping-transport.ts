import { messageSymbol, type Info } from '../winston-info.ts';
import { Transport } from '../winston-transport.ts';

/** A transport of a service, that keeps what it is given. */
export class KeepingTransport extends Transport {
  readonly infos: Info[] = [];

  log(info: Info, next: () => void): void {
    this.infos.push(info);
    next();
  }

  /** The formatted text of each record. */
  texts(): string[] {
    return this.infos.map((info) => info[messageSymbol]);
  }
}
