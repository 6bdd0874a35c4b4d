import type { Cause } from '../../../contract/cause.ts';
import type { Rule } from '../../candidate.ts';

/** Portside's own errors, by their names, for what they are the end of. */
const causes: Record<string, Cause> = {
  'port-taken': 'port-taken',
  'no-free-port': 'port-range-exhausted',
  'missing-variables': 'variable-missing',
  compose: 'invalid-compose',
  'no-services': 'invalid-compose',
  'instance-claimed': 'name-taken',
  'foreign-containers': 'name-taken',
  'runs-under-compose': 'name-taken',
  'no-address-pool': 'address-pool-exhausted',
  'name-taken': 'name-taken',
  'permission-denied': 'engine-permission-denied',
  unreachable: 'engine-unreachable',
  'image-not-found': 'image-not-found',
};

/** An error that says all there is to say. */
export const refusedByPortside: Rule = {
  look({ code, message, hint, service, stage }) {
    const cause = code === undefined ? undefined : causes[code];
    if (!cause || (code === 'compose' && stage !== 'resolve')) return [];
    const lines = message.split('\n');
    return [
      {
        ...{ cause, sure: 89, ...(service ? { service } : {}) },
        summary: lines[0] ?? message,
        evidence: lines.slice(0, 4).map((text) => ({ from: stage === 'build' ? 'build' : 'engine', text })),
        suggestion: hint ?? 'see the message',
      },
    ];
  },
};
