// What is changed while the process runs, and for how long. Each change ends by itself: a forgotten change must not be the next incident.
import type { EventLevel } from '@plinth/catalog';

export interface ControlTargets {
  /** The level that counts now for all loggers, or for those of one name. */
  readLogLevel(logger: string | undefined): string;
  /** Sets a level. With undefined, the level that the service chose counts again. */
  overrideLogLevel(level: string | undefined, logger: string | undefined): void;
  readSamplingRatio(): number;
  overrideSamplingRatio(ratio: number | undefined): void;
  /** False where the sampler is not Plinth's own. */
  readonly hasSampler: boolean;
  loggerNames(): readonly string[];
}

/** What is changed: the log level of all loggers, the log level of the loggers of one name, or the sampling ratio. */
export type Setting =
  | { readonly name: 'log-level'; readonly logger: string | undefined }
  | { readonly name: 'sampling-ratio'; readonly logger?: undefined };

export type Change = (
  | { readonly setting: Setting & { readonly name: 'log-level' }; readonly value: EventLevel }
  | { readonly setting: Setting & { readonly name: 'sampling-ratio' }; readonly value: number }
) & { readonly ttlSeconds: number };

/** Which changes are taken back: all changes, those of one setting, or those of one logger. */
export interface Reverted {
  readonly name?: Setting['name'] | undefined;
  readonly logger?: string | undefined;
}

/** What every process and thread of a group is told to do. It is a JSON value. */
export type ControlOrder = ({ readonly change: Change } | { readonly revert: Reverted }) & { readonly remoteAddress?: string | undefined };

export interface Override {
  readonly setting: Setting;
  readonly value: string | number;
  /** The value that counted before the first change. */
  readonly original: string | number;
  /** When the change ends, in milliseconds of the clock that never jumps. */
  readonly endsAt: number;
  /** The same for people: ISO 8601. */
  readonly until: string;
}

/** Who did what, for the audit. Nobody does an expiry. */
export interface ControlEvent {
  readonly type: 'changed' | 'reverted' | 'expired';
  readonly setting: Setting;
  readonly from: string | number;
  readonly to: string | number;
  readonly until: string | undefined;
  readonly remoteAddress: string | undefined;
}

export interface ControlClock {
  /** Milliseconds of a clock that never jumps. */
  now(): number;
  /** Milliseconds since the epoch. */
  wallNow(): number;
  /** Calls back later. It does not keep the process alive. The function that it returns cancels the call. */
  schedule(callback: () => void, delayMs: number): () => void;
}

export interface ControlState {
  /** Applies the change in the place of an earlier one of the same setting. Undefined where too many loggers are changed already. */
  change(change: Change, remoteAddress: string | undefined): Override | undefined;
  /** Takes changes back, and returns them. */
  revert(meant: Reverted, remoteAddress: string | undefined): readonly Override[];
  overrides(): readonly Override[];
}

/** How many settings can be changed at the same time. */
export const mostOverrides = 64;

export function createControlState(targets: ControlTargets, clock: ControlClock, audit: (event: ControlEvent) => void): ControlState {
  const running = new Map<string, Override & { readonly cancel: () => void }>();

  const read = (setting: Setting): string | number =>
    setting.name === 'log-level' ? targets.readLogLevel(setting.logger) : targets.readSamplingRatio();

  const end = (override: Override, type: 'reverted' | 'expired', remoteAddress?: string): void => {
    const { setting } = override;
    const from = read(setting);
    running.delete(keyOf(setting));
    if (setting.name === 'log-level') targets.overrideLogLevel(undefined, setting.logger);
    else targets.overrideSamplingRatio(undefined);
    audit({ type, setting, from, to: read(setting), until: undefined, remoteAddress });
  };

  return {
    change({ setting, value, ttlSeconds }, remoteAddress) {
      const key = keyOf(setting);
      const earlier = running.get(key);
      if (earlier === undefined && running.size >= mostOverrides) return undefined;
      earlier?.cancel();
      const from = read(setting);
      if (setting.name === 'log-level') targets.overrideLogLevel(String(value), setting.logger);
      else targets.overrideSamplingRatio(Number(value));
      const ttlMs = ttlSeconds * 1000;
      const override = {
        setting,
        value,
        original: earlier?.original ?? from,
        endsAt: clock.now() + ttlMs,
        until: new Date(clock.wallNow() + ttlMs).toISOString(),
        cancel: clock.schedule(() => end(override, 'expired'), ttlMs),
      };
      running.set(key, override);
      audit({ type: 'changed', setting, from, to: value, until: override.until, remoteAddress });
      return override;
    },
    revert({ name, logger }, remoteAddress) {
      const meant = [...running.values()].filter(
        ({ setting }) => (name === undefined || setting.name === name) && (logger === undefined || setting.logger === logger),
      );
      for (const override of meant) {
        override.cancel();
        end(override, 'reverted', remoteAddress);
      }
      return meant;
    },
    overrides: () => [...running.values()],
  };
}

function keyOf({ name, logger }: Setting): string {
  return logger === undefined ? name : `${name} ${logger}`;
}
