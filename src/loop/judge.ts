import type { Evidence } from '../contract/improve.ts';
import type { CriterionResult } from '../contract/improvement.ts';

/** Looks at a project's folder from outside: does what is asked for hold? */
export interface Judge {
  /** `folder` is the project's in a tree that no agent has a hand in. Throws UserError for what is nobody's try: a full disk, a missing tool. */
  judge(folder: string, iteration: number, commit: JudgedCommit): Promise<Judged | Postponed>;
  /** Takes down what an interrupted run left of its throw-away instances. */
  clear(): Promise<void>;
}

/** Where the tree stands: once it is handed over, the project's own repository has it. */
export interface JudgedCommit {
  commit: string;
  /** The first line of what it says. */
  subject: string;
  /** Where all of it lies; the project's folder is in it. */
  root: string;
  /** Its symbolic links, paths below the root, and what they say. */
  links: ReadonlyMap<string, string>;
}

export interface Judged {
  criteria: CriterionResult[];
  evidence: Omit<Evidence, 'criteria' | 'tried' | 'remembered'>;
  /** What it may not do, or has lost: it is not kept, whatever else it came to. */
  refused?: string;
  /** How far it came beside its criteria: stages, services, tests. The first that differs counts; more is better. */
  reach: number[];
}

/** The machine's fault, not the tree's: to be looked at again. */
export interface Postponed {
  postponed: string;
  retryAfterMs?: number;
}

export function heldOf(criteria: readonly CriterionResult[]): number {
  return criteria.filter(({ held }) => held).length;
}

export function allHold(criteria: readonly CriterionResult[]): boolean {
  return criteria.length > 0 && criteria.every(({ held }) => held);
}

/** Positive where `one` stands better than `other`. */
export function compareStanding(one: Judged, other: Judged): number {
  const [ours, theirs] = [one, other].map(({ criteria, reach }) => [heldOf(criteria), ...reach]);
  for (let at = 0; at < Math.max(ours?.length ?? 0, theirs?.length ?? 0); at++) {
    const difference = (ours?.[at] ?? 0) - (theirs?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
