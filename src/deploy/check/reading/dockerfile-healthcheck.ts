import { milliseconds } from '../../model/healthcheck.ts';
import type { Image } from '../../model/image.ts';

export type DockerfileHealthcheck = NonNullable<Image['healthcheck']>;

/** The HEALTHCHECK of a Dockerfile's stage, the last one unless another is named; `none` where it switches one off; undefined where it says nothing. */
export function dockerfileHealthcheck(text: string, target?: string): DockerfileHealthcheck | 'none' | undefined {
  const instructions = text
    .replaceAll('\r\n', '\n')
    .replaceAll(/^[ \t]*#.*\n/gm, '')
    .replaceAll(/\\[ \t]*\n/g, ' ')
    .split('\n');
  const last = stageOf(instructions, target).findLast((line) => healthcheck.test(line)) ?? '';
  const [, rest] = healthcheck.exec(last) ?? [];
  if (rest === undefined) return undefined;
  if (/^NONE\s*$/i.test(rest)) return 'none';
  const [, flags = '', command = ''] = /^((?:--\S+\s+)*)CMD\s+(.*?)\s*$/i.exec(rest) ?? [];
  if (!command) return undefined;
  const flag = (name: string) => new RegExp(`--${name}=(\\S+)`).exec(flags)?.[1];
  return {
    test: words(command),
    intervalMs: milliseconds(flag('interval')),
    timeoutMs: milliseconds(flag('timeout')),
    retries: Number(flag('retries') ?? 0),
    startPeriodMs: milliseconds(flag('start-period')),
  };
}

const healthcheck = /^\s*HEALTHCHECK\s+(.*)$/i;

function stageOf(instructions: string[], target: string | undefined): string[] {
  const isNamed = (line: string) => target === undefined || line.trim().split(/\s+/).at(-1)?.toLowerCase() === target.toLowerCase();
  const from = instructions.findLastIndex((line) => begins(line) && isNamed(line));
  const stage = instructions.slice(from + 1);
  const next = stage.findIndex(begins);
  return from < 0 || next < 0 ? stage : stage.slice(0, next);
}

function begins(line: string): boolean {
  return /^\s*FROM\s/i.test(line);
}

function words(command: string): string[] {
  try {
    const list: unknown = JSON.parse(command);
    if (Array.isArray(list) && list.every((word) => typeof word === 'string')) return ['CMD', ...list];
  } catch {
    // Not JSON: a line for the shell.
  }
  return ['CMD-SHELL', command];
}
