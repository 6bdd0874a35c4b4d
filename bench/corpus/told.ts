import { z } from 'zod';
import type { ProcessResult } from '../../src/system/process.ts';

/** What Portside said of a failure: in the record of `up`, or by `check` where Compose refuses the file. */
export interface Told {
  cause?: string | undefined;
  service?: string | undefined;
  summary: string;
  /** All that was quoted, with where it was seen. */
  quoted: string;
}

const findingShape = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  message: z.string(),
  cause: z.string().optional(),
  service: z.string().optional(),
  why: z.string().optional(),
  at: z.string().optional(),
  file: z.string().optional(),
  line: z.number().optional(),
  patch: z.string().optional(),
});

const diagnosisShape = z.object({
  cause: z.string(),
  service: z.string().optional(),
  summary: z.string(),
  evidence: z.array(z.object({ from: z.string(), text: z.string() })),
  at: z.string().optional(),
});

const recordShape = z.object({
  checks: z.array(findingShape),
  error: z.string().optional(),
  diagnosis: diagnosisShape.optional(),
  execution_uuid: z.string(),
});
export type ToldRecord = z.infer<typeof recordShape>;

const findings = z.union([z.array(findingShape), z.object({ findings: z.array(findingShape) }).transform((document) => document.findings)]);

/** The record that `up --json` printed; undefined where it refused without one. */
export function recordOf({ stdout }: ProcessResult): ToldRecord | undefined {
  return recordShape.safeParse(json(stdout)).data;
}

/** The diagnosis; where there is none, the first error that the checks found. */
export function toldByRecord({ diagnosis, checks, error }: ToldRecord): Told {
  if (!diagnosis) return firstError(checks) ?? { summary: error ?? '', quoted: '' };
  const { cause, service, summary, evidence, at = '' } = diagnosis;
  return { cause, service, summary, quoted: [...evidence.map(({ from, text }) => `${from}: ${text}`), at].join('\n') };
}

export function toldByCheck({ stdout, stderr }: ProcessResult): Told {
  return firstError(findings.safeParse(json(stdout)).data ?? []) ?? { summary: stderr.trim(), quoted: '' };
}

export function errorsIn({ checks }: ToldRecord): string[] {
  return checks.filter(({ severity }) => severity === 'error').map(({ rule, message }) => `${rule}: ${message}`);
}

function firstError(found: z.infer<typeof findingShape>[]): Told | undefined {
  const first = found.find(({ severity }) => severity === 'error');
  if (!first) return undefined;
  const { cause, service, message, why, patch } = first;
  const at = first.at ?? [first.file, first.line].filter((part) => part !== undefined).join(':');
  return { cause, service, summary: message, quoted: [at, message, why, patch].filter(Boolean).join('\n') };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
