import type { Cause } from '../../contract/cause.ts';
import type { Draft } from '../model/draft.ts';
import type { Finding } from '../model/finding.ts';
import type { Facts, Running } from '../model/observed.ts';
import type { Stack } from '../model/stack.ts';
import type { Surroundings } from '../model/surroundings.ts';

/** All that a rule may look at; nothing of it is ever changed. */
export interface CheckInput {
  stack: Stack;
  draft: Draft;
  facts: Facts;
  surroundings: Surroundings;
  /** What the instance has now; absent where no engine answers. */
  running?: Running;
  /** Registered copies of this project beside the one in question. */
  otherInstances: readonly { instance: string; directory: string }[];
  /** What every rule is called, for the settings that name some. */
  ruleIds: readonly string[];
}

/** A finding as its rule tells it; what all of its findings have in common stands on the rule. */
export type Found = Omit<Finding, 'rule' | 'why'>;

/** Looks at the stack and the machine, and touches neither. */
export interface Rule {
  /** What must hold; the name of its file too. */
  id: string;
  /** What happens where it does not hold, in a sentence or two. */
  why: string;
  /** What a deployment that fails of it is said to fail of, unless a finding says otherwise. */
  cause?: Cause;
  look(input: CheckInput): Found[];
}
