import type { Criterion } from '../../contract/improve.ts';

/** `verified`, `npm test`, `http web:8000/health`. */
export function nameOf(criterion: Criterion): string {
  switch (criterion.kind) {
    case 'verified':
    case 'graduated':
      return criterion.kind;
    case 'command':
      return criterion.run.join(' ') + (criterion.in ? ` in ${criterion.in}` : '');
    case 'probe': {
      const { probe } = criterion;
      if (probe.kind === 'command') return `${probe.run.join(' ')} in ${probe.service}`;
      return `${probe.kind} ${probe.service}:${probe.port}${'path' in probe ? probe.path : ''}`;
    }
  }
}
