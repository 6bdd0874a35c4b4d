import type { Missing } from '../contract/graduate.ts';
import type { InstanceView } from '../contract/instance.ts';
import { successesNeeded } from '../deploy/model/asked-ratio.ts';

/** What is known of the version that runs. */
export interface Standing {
  state: InstanceView['state'];
  /** What `portside` commands call it. */
  reference: string;
  /** What brings up this very instance from where the user stands. */
  up: string;
  canary: boolean;
  /** Content hash of what runs; absent before anything was verified. */
  runs: string | undefined;
  /** Content hash of what the files say now; absent where they were not asked. */
  files: string | undefined;
  /** Variables that the files require, and nobody gives. */
  unset: string[];
  /** What counts of what runs; absent where nothing of it was ever counted. */
  counted: { successes: number; failures: number } | undefined;
  /** It has graduated before, and nothing took that back. */
  graduated: boolean;
  /** A failure took a graduation back: what is counted is counted since. */
  takenBack: boolean;
  ratio: number;
}

/** Everything that keeps a version from being trusted, the first thing to mend first; nothing where it is. */
export function whatIsMissing(standing: Standing): Missing[] {
  return [...notRunning(standing), ...notSettled(standing), ...notTheFiles(standing), ...notProven(standing)];
}

function notRunning({ state, reference, up }: Standing): Missing[] {
  if (state === 'running') return [];
  const message =
    state === 'degraded' ? `${reference} does not run as a whole: a part of it is not well` : `${reference} does not run: it is ${state}`;
  return [{ condition: 'running', message, hint: state === 'degraded' ? 'portside ps --verbose shows which part' : up }];
}

function notSettled({ canary, up }: Standing): Missing[] {
  if (!canary) return [];
  return [
    {
      condition: 'canary',
      message: 'a canary waits: two versions run, and neither stands for the instance',
      hint: `${up} --promote keeps the new one; ${up} --abort goes back to the old one`,
    },
  ];
}

function notTheFiles({ runs, files, unset, canary, state, reference, up }: Standing): Missing[] {
  if (unset.length > 0)
    return [
      {
        condition: 'variables',
        message: `${unset.join(', ')} ${unset.length > 1 ? 'have' : 'has'} no value here, so nobody can tell whether the files say what runs`,
        hint: 'give the values that portside up had',
      },
    ];
  if (runs === undefined || files === undefined || runs === files || canary || state === 'down') return [];
  return [
    {
      condition: 'unchanged',
      message: 'what runs is not what the files say now: files, variables or images were changed since',
      hint: `${up} brings them, and counts for what they say; portside rollback ${reference} brings back what had the trust`,
    },
  ];
}

function notProven({ runs, counted, graduated, takenBack, ratio, reference, up }: Standing): Missing[] {
  if (graduated) return [];
  if (runs === undefined || !counted || (!takenBack && counted.successes + counted.failures === 0))
    return [
      {
        condition: 'verified',
        message: `nothing of this version was ever verified from a start: it needs ${successesNeeded(0, ratio)} successes`,
        hint: 'each portside up that starts or replaces something counts; one that changes nothing does not',
        more: successesNeeded(0, ratio),
      },
    ];
  const { successes, failures } = counted;
  const more = successesNeeded(failures, ratio) - successes;
  if (more <= 0) return [];
  return [
    {
      condition: 'successes',
      message: `${more} more ${more > 1 ? 'successes' : 'success'}: it has ${successes} to ${failures}${takenBack ? ' since a failure took its graduation back' : ''}, and ${ratio} to 1 are asked for`,
      hint: `each portside up that starts or replaces something counts: portside down ${reference}, then ${up}`,
      more,
    },
  ];
}
