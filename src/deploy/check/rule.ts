import type { Finding } from '../model/finding.ts';
import type { Facts } from '../model/observed.ts';
import type { Stack } from '../model/stack.ts';
import type { Draft } from '../model/draft.ts';

/** All that a rule may look at; nothing of it is ever changed. */
export interface CheckInput {
  stack: Stack;
  draft: Draft;
  facts: Facts;
  /** Registered copies of this project beside the one in question. */
  otherInstances: readonly { instance: string; directory: string }[];
}

/** A finding that does not say yet which rule found it. */
export type Found = Omit<Finding, 'rule'>;

/** Looks at the stack and the machine, and touches neither. */
export type Rule = (input: CheckInput) => Found[];
