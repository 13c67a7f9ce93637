// What members that have ended have counted. Without it the counters of the service would fall when one of its processes ends, and a
// counter that falls looks like a restart: a rate over it would count everything again.
import { mergeSnapshots } from '../metrics/merge-snapshots.ts';
import type { MetricSnapshot } from '../metrics/metric-snapshot.ts';

export type Snapshot = readonly MetricSnapshot[];

export interface EndedMembers {
  /**
   * Takes the last words of members by their names, and what the others answered just now. `living`: all that still have a socket. Returns
   * all that the members have counted: the answers, and what stands for those that have ended or did not answer.
   */
  join(lastWords: ReadonlyMap<string, Snapshot>, answers: ReadonlyMap<string, Snapshot>, living: ReadonlySet<string>): Snapshot[];
}

/**
 * `keepsAnswers`: whether the last answer of a member that was killed, or does not answer, counts on. Where several processes answer for the
 * group it must not: each of them knows another last answer.
 */
export function createEndedMembers(keepsAnswers: boolean): EndedMembers {
  let ended: Snapshot = [];
  const lastAnswers = new Map<string, Snapshot>();
  return {
    join(lastWords, answers, living) {
      for (const [member, words] of lastWords) {
        ended = mergeSnapshots([ended, countsOf(words)]);
        lastAnswers.delete(member);
      }
      const joined = [...answers].filter(([member]) => !lastWords.has(member));
      if (keepsAnswers) {
        for (const [member, answer] of lastAnswers) {
          if (answers.has(member)) continue;
          if (living.has(member)) joined.push([member, answer]);
          else {
            // It was killed, and had no last words.
            ended = mergeSnapshots([ended, countsOf(answer)]);
            lastAnswers.delete(member);
          }
        }
        for (const [member, answer] of joined) lastAnswers.set(member, answer);
      }
      const snapshots = joined.map(([, snapshot]) => snapshot);
      return ended.length === 0 ? snapshots : [ended, ...snapshots];
    },
  };
}

/** Counters and histograms. What a gauge or an up-down counter showed is over. */
function countsOf(snapshot: Snapshot): Snapshot {
  return snapshot.filter(({ definition }) => definition.type === 'counter' || definition.type === 'histogram');
}
