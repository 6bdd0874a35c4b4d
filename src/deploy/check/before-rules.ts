import type { RuleText } from '../../contract/check.ts';

/** Compose's own verdict on the files, told like any other rule's; it cannot be switched off. */
export const acceptsTheFile = {
  id: 'compose-accepts-the-file',
  why: 'What Compose cannot read, nobody can start.',
  cause: 'invalid-compose',
  always: true,
} as const satisfies Omit<RuleText, 'docs'>;

/** Free ports, as far as the files and the machine leave any. */
export const portsCanBeLeased = {
  id: 'ports-can-be-leased',
  why: 'Each published port of an instance needs a port of this machine that nobody else has.',
  cause: 'port-range-exhausted',
  always: true,
} as const satisfies Omit<RuleText, 'docs'>;
