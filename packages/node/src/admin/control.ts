// Puts runtime control together: the token, the clock, the audit.
import { errorTable } from '../errors.ts';
import { systemClock } from '../export/system-clock.ts';
import type { PlinthLogger } from '../logs/logger-options.ts';
import type { Notify } from '../notices.ts';
import { createTokenCheck } from './bearer-token.ts';
import { createControlEndpoints, type AnswerControl } from './control-endpoints.ts';
import { createControlState, type ControlEvent, type ControlOrder, type ControlState, type ControlTargets } from './control-state.ts';

export interface StartControlOptions {
  readonly token: string;
  readonly targets: ControlTargets;
  readonly logger: Pick<PlinthLogger, 'writeAlways'>;
  readonly notify: Notify;
  readonly tellMembers: (order: ControlOrder) => Promise<number>;
}

/** Runtime control of the process that has the admin port. */
export function startControl({ token, targets, logger, notify, tellMembers }: StartControlOptions): AnswerControl {
  const { now } = systemClock;
  return createControlEndpoints({
    checkToken: createTokenCheck(token, now),
    state: createState(targets, logger),
    targets,
    now,
    tellMembers,
    onRefused: (address) => notify('node.control_refused', { path: 'authorization', message: `from ${address ?? 'an unknown address'}` }),
  });
}

/** Runtime control of a member. It does what the process with the admin port has checked, and returns whether it did. */
export function startMemberControl({ targets, logger }: Pick<StartControlOptions, 'targets' | 'logger'>): (order: ControlOrder) => boolean {
  const state = createState(targets, logger);
  return (order) => {
    if ('change' in order) return state.change(order.change, order.remoteAddress) !== undefined;
    state.revert(order.revert, order.remoteAddress);
    return true;
  };
}

function createState(targets: ControlTargets, logger: StartControlOptions['logger']): ControlState {
  const { now, schedule } = systemClock;
  return createControlState(targets, { now, schedule, wallNow: Date.now }, (event) => writeAudit(logger, event));
}

function writeAudit(logger: Pick<PlinthLogger, 'writeAlways'>, event: ControlEvent): void {
  const { type, setting, from, to, until, remoteAddress } = event;
  const code = `node.control_${type}` as const;
  const { message, remedy } = errorTable[code];
  logger.writeAlways('warn', `plinth.control.${type}`, `${code}: ${message}`, {
    code,
    remedy,
    setting: setting.name,
    ...(setting.logger === undefined ? {} : { target_logger: setting.logger }),
    from,
    to,
    ...(until === undefined ? {} : { until }),
    ...(remoteAddress === undefined ? {} : { remote_address: remoteAddress }),
  });
}
