import * as z from 'zod';
import { commandOrLine } from './command-schema.ts';
import { probes } from './probe-schema.ts';
import type { Criterion, ImproveSettings, SettingsProbe } from './settings.ts';

export const criterionWords = ['verified', 'graduated'] as const;
export const limitWords = ['simple', 'default', 'complex', 'adaptive', 'unlimited'] as const;
export const commandKeys = ['command', 'in', 'ran', 'tests', 'timeout'] as const;

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `90s`, `2m` or `1m30s`. */
const duration = z.string('it is a duration, such as 90s or 2m').transform((text, context): number => {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  const ms = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? 0), 0);
  if (ms > 0 && parts.map(([part]) => part).join('') === text) return ms;
  context.addIssue(`${JSON.stringify(text)} is not a duration; it should look like 90s or 2m`);
  return z.NEVER;
});

const pattern = z
  .string()
  .min(1, 'it is a regular expression, such as [1-9][0-9]* passed')
  .refine(isPattern, 'it is not a regular expression');

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

const command = z
  .strictObject({
    command: commandOrLine,
    in: z.string().trim().min(1, 'it is the name of a service').exactOptional(),
    ran: pattern.exactOptional(),
    tests: z.int('it is a number of tests').min(1, 'it is a number of tests, at least 1').exactOptional(),
    timeout: duration.exactOptional(),
  })
  .transform(({ command: run, timeout, ...asked }): Criterion => ({
    kind: 'command',
    run,
    ...asked,
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
  }));

const word = z.enum(criterionWords).transform((kind): Criterion => ({ kind }));

const probe = (schema: (typeof probes)[number]) =>
  (schema as z.ZodType<SettingsProbe>).transform((asked): Criterion => ({ kind: 'probe', probe: asked }));

/** The probes come first, in the order of `probeKinds`; then a command. */
export const acceptSchema = z
  .array(z.union([...probes.map(probe), command, word]))
  .min(1, 'something has to hold: at least one of verified, a command or a probe');

const glob = z.string().trim().min(1, 'it is a pattern of paths, such as test/**');
const host = z
  .string()
  .regex(
    /^(?:\*\.)?[a-z\d](?:[a-z\d.-]*[a-z\d])?(?::\d{1,5})?$/i,
    'a host is a name alone, such as api.anthropic.com: no https://, no path',
  );
const variable = z.string().regex(/^[A-Za-z_]\w*$/, 'a variable is called by letters, digits and _, no digit first');

const improve = {
  agent: z.enum(['rules', 'claude', 'codex', 'gemini', 'opencode', 'goose', 'aider', 'openai', 'http', 'command']).exactOptional(),
  model: z.string().trim().min(1, 'a model has a name').exactOptional(),
  protect: z.array(glob).exactOptional(),
  allow: z.array(glob).exactOptional(),
  image: z.string().trim().min(1, 'an image is named, such as node:24').exactOptional(),
  hosts: z.array(host).exactOptional(),
  pass: z.array(variable).exactOptional(),
  stop_hook: commandOrLine.exactOptional(),
  limit: z.union([z.int().min(1), z.enum(limitWords)]).exactOptional(),
  command: commandOrLine.exactOptional(),
};

export const improveSchema = z.strictObject(improve) satisfies z.ZodType<ImproveSettings>;

export const improveKeys = Object.keys(improve);
