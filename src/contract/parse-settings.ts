import type * as z from 'zod';
import { nearest } from './nearest.ts';
import { commandKeys, criterionWords, improveKeys, limitWords } from './improve-schema.ts';
import { probeKinds } from './probe-schema.ts';
import { settingsSchema } from './settings-schema.ts';
import type { Settings, SettingsProblem } from './settings.ts';

type Path = (string | number)[];

/** Reads `x-portside`. Where anything is wrong all of it is told, and the parts that are right still count. */
export function parseSettings(raw: unknown): { settings: Settings; problems: SettingsProblem[] } {
  const written = withoutEmpty(raw ?? {});
  const parsed = settingsSchema.safeParse(written);
  if (parsed.success) return { settings: parsed.data as Settings, problems: [] };
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, [], written));
  const wrong = new Set(problems.map(({ path }) => path[0]));
  const right = Object.entries(Object(written) as object).filter(([key]) => !wrong.has(key));
  const rest = wrong.has(undefined) ? {} : Object.fromEntries(right);
  return { settings: (settingsSchema.safeParse(rest).data ?? {}) as Settings, problems };
}

/** A known key with nothing behind it is YAML's null, and says nothing; an unknown one is told whatever is behind it. */
function withoutEmpty(raw: unknown): unknown {
  if (!isMap(raw)) return raw;
  return Object.fromEntries(Object.entries(raw).filter(([key, value]) => value !== null || !Object.hasOwn(settingsSchema.shape, key)));
}

function problemsOf(issue: z.core.$ZodIssue, above: Path, written: unknown): SettingsProblem[] {
  const path = [...above, ...(issue.path as Path)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], knownKeys(path)));
    case 'invalid_union':
      return unionProblems(issue, path, written);
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ path, message: shown(path, message) }));
    case 'invalid_value':
      return [{ path, message: shown(path, `it must be one of ${issue.values.join(', ')}`), ...meant(at(written, path), issue.values) }];
    case 'invalid_type':
      return [{ path, message: shown(path, `it must be ${typeNames[issue.expected] ?? issue.expected}`) }];
    case 'custom':
      return [{ path, message: shown(path, issue.message), ...(issue.params?.['fix'] ? { fix: String(issue.params['fix']) } : {}) }];
    default:
      return [{ path, message: shown(path, issue.message) }];
  }
}

const typeNames: Record<string, string> = {
  string: 'text',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
  int: 'a whole number',
};

function unionProblems(issue: z.core.$ZodIssueInvalidUnion, path: Path, written: unknown): SettingsProblem[] {
  if (path[0] === 'verify') return probeProblems(issue, path, written);
  if (path[0] === 'accept' && path.length === 2) return criterionProblems(issue, path, written);
  if (path[0] === 'improve') return [{ path, message: shown(path, `it must be a number above 0, or one of ${limitWords.join(', ')}`) }];
  return [{ path, message: shown(path, issue.message) }];
}

/** A word, a probe, or a command, which is told from the probe by its list or line. */
function criterionProblems(issue: z.core.$ZodIssueInvalidUnion, path: Path, written: unknown): SettingsProblem[] {
  const criterion = at(written, path);
  if (typeof criterion === 'string')
    return [
      {
        path,
        message: shown(path, `it must be one of ${criterionWords.join(', ')}, a command or a probe`),
        ...meant(criterion, criterionWords),
      },
    ];
  const asCommand = isMap(criterion) && 'command' in criterion && !isMap(criterion['command']);
  const [reading] = asCommand ? issue.errors.slice(probeKinds.length) : [];
  return reading ? reading.flatMap((inner) => problemsOf(inner, path, written)) : probeProblems(issue, path, written);
}

/** Of a probe's four readings only the one that its own key stands for is worth telling. */
function probeProblems(issue: z.core.$ZodIssueInvalidUnion, path: Path, written: unknown): SettingsProblem[] {
  const probe = at(written, path);
  const keys = isMap(probe) ? Object.keys(probe) : [];
  const kind = probeKinds.findIndex((candidate) => keys.includes(candidate));
  const reading = issue.errors[kind];
  if (reading) return reading.flatMap((inner) => problemsOf(inner, path, written));
  const message = shown(path, `a probe is one of ${probeKinds.join(', ')}`);
  const [first] = keys;
  return first === undefined ? [{ path, message }] : [{ path: [...path, first], message, ...fixFor(first, probeKinds) }];
}

function at(written: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => Object(value)[key], written);
}

/** A value that is nearly one of those that can be. */
function meant(value: unknown, known: readonly unknown[]): { fix?: string } {
  const near = nearest(String(value), known.map(String));
  return near ? { fix: `did you mean ${near}?` } : {};
}

function unknownKey(path: Path, known: readonly string[]): SettingsProblem {
  const key = String(path.at(-1));
  return { path, message: shown(path, `Portside does not know this key`), ...fixFor(key, known) };
}

function fixFor(key: string, known: readonly string[]): { fix: string } {
  const near = nearest(key, known);
  return { fix: near ? `did you mean ${near}?` : `it knows ${known.join(', ')}` };
}

function knownKeys([first, , third]: Path): readonly string[] {
  if (first === 'env') return ['required', 'optional', 'generate'];
  if (first === 'edge') return ['server', 'image', 'domain', 'to', 'certificate', 'key'];
  if (first === 'graduate') return ['ratio', 'file'];
  if (first === 'snapshot') return ['quiesce', 'resume'];
  if (first === 'improve') return improveKeys;
  if (first === 'accept' && third === undefined) return [...probeKinds, 'status', 'body', 'json', ...commandKeys];
  if (first === 'verify' || first === 'accept') return third === 'command' ? ['in', 'run'] : [...probeKinds, 'status', 'body', 'json'];
  return Object.keys(settingsSchema.shape);
}

function shown(path: Path, message: string): string {
  const keys = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return `x-portside${keys}: ${message}`;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
