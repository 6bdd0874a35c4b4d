import type { AuditPoint, AuditVerdict } from '../contract/verify.ts';

type Point = AuditPoint['point'];

export const holds = (point: Point, detail: string): AuditPoint => ({ point, outcome: 'holds', detail });
export const fails = (point: Point, verdict: AuditVerdict, detail: string): AuditPoint => ({ point, outcome: 'fails', detail, verdict });
export const unseen = (point: Point, detail: string): AuditPoint => ({ point, outcome: 'unseen', detail });
export const notNeeded = (point: Point, detail: string): AuditPoint => ({ point, outcome: 'not-needed', detail });

/** The points that need an engine. */
export const engineThings = ['containers', 'images', 'health', 'ports', 'probes'] as const;

/** `up of 21 November 2026, 04:00:00 UTC` would be long: the record's own time, to the second. */
export function called({ action, timestamp }: { action: string; timestamp: string }): string {
  return `${action} of ${timestamp.replace(/\.\d+Z$/, 'Z')}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
