// Runtime control of this process: its token, its clock, its audit.
import { errorTable } from '../errors.ts';
import { systemClock } from '../export/system-clock.ts';
import type { PlinthLogger } from '../logs/logger-options.ts';
import type { Notify } from '../notices.ts';
import { createTokenCheck } from './bearer-token.ts';
import { createControlEndpoints, type AnswerControl } from './control-endpoints.ts';
import { createControlState, type ControlEvent, type ControlTargets } from './control-state.ts';

export interface StartControlOptions {
  readonly token: string;
  readonly targets: ControlTargets;
  readonly logger: Pick<PlinthLogger, 'writeAlways'>;
  readonly notify: Notify;
}

export function startControl({ token, targets, logger, notify }: StartControlOptions): AnswerControl {
  const { now, schedule } = systemClock;
  return createControlEndpoints({
    checkToken: createTokenCheck(token, now),
    state: createControlState(targets, { now, schedule, wallNow: Date.now }, (event) => writeAudit(logger, event)),
    targets,
    now,
    onRefused: (address) => notify('node.control_refused', { path: 'authorization', message: `from ${address ?? 'an unknown address'}` }),
  });
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
