import { baseImageOf, chainOf, type DockerfileFacts, type Instruction } from '../../model/dockerfile.ts';
import type { Image } from '../../model/image.ts';
import { resolveInside } from '../dockerfile/copies.ts';

/** What an image will say of itself that is not built yet; undefined where that depends on an image that nobody has here. */
export function imageOfDockerfile(facts: DockerfileFacts, base: Image | undefined): Image | undefined {
  const chain = chainOf(facts, facts.target);
  const last = (keyword: string) => chain.findLast((one) => one.keyword === keyword);
  const shell = last('SHELL')?.json ?? base?.shell;
  const entrypoint = last('ENTRYPOINT');
  const command = last('CMD');
  if (facts.target === undefined || chain.some(({ keyword }) => keyword === 'ONBUILD')) return undefined;
  if (!base && !entrypoint && baseImageOf(facts, facts.target) !== 'scratch') return undefined;
  const workdir = chain
    .filter(({ keyword }) => keyword === 'WORKDIR')
    .reduce<string | undefined>((folder, { words }) => resolveInside(folder, words[0]), base ? (base.workdir ?? '/') : undefined);
  const path = pathOf(chain, base);
  const user = last('USER')?.words[0] ?? base?.user;
  const { healthcheck: _own, workdir: _workdir, user: _user, entrypoint: baseEntrypoint, command: baseCommand, ...rest } = base ?? nothing;
  const healthcheck = healthcheckOf(last('HEALTHCHECK'), base, shell);
  // An ENTRYPOINT of one's own takes back the CMD of the image below.
  const inherited = entrypoint ? undefined : baseCommand;
  return {
    ...rest,
    ...optional('entrypoint', entrypoint ? argvOf(entrypoint, shell) : baseEntrypoint),
    ...optional('command', command ? argvOf(command, shell) : inherited),
    ...optional('workdir', workdir),
    ...optional('user', user),
    ...optional('shell', shell),
    ...(path === undefined ? {} : { environment: { ...rest.environment, PATH: path } }),
    ...optional('healthcheck', healthcheck),
  };
}

const nothing: Image = { id: '', reference: '', volumes: [], exposed: [] };

function optional<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}

export function argvOf({ json, text }: Instruction, shell: string[] = ['/bin/sh', '-c']): string[] {
  return json ?? (text.trim() === '' ? [] : [...shell, text.trim()]);
}

function pathOf(chain: Instruction[], base: Image | undefined): string | undefined {
  let path = base?.environment?.['PATH'];
  for (const { keyword, text } of chain) {
    const [, set] = (keyword === 'ENV' && /(?:^|\s)PATH=("[^"]*"|\S+)/.exec(text)) || [];
    if (set === undefined) continue;
    const filled = set.replaceAll('"', '').replaceAll(/\$\{PATH\}|\$PATH(?!\w)/g, path ?? '$');
    path = filled.includes('$') ? undefined : filled;
  }
  return path;
}

function healthcheckOf(said: Instruction | undefined, base: Image | undefined, shell: string[] | undefined): Image['healthcheck'] {
  if (!said) return base?.healthcheck;
  const [, asked = ''] = /^\s*CMD\s+([^]*)$/i.exec(said.text) ?? [];
  if (asked.trim() === '') return undefined;
  const times = { intervalMs: 30_000, timeoutMs: 30_000, retries: 3, startPeriodMs: 0 };
  try {
    const list: unknown = JSON.parse(asked);
    if (Array.isArray(list) && list.every((one) => typeof one === 'string')) return { test: ['CMD', ...list], ...times };
  } catch {
    // Text for a shell.
  }
  return shell ? { test: ['CMD', ...shell, asked], ...times } : { test: ['CMD-SHELL', asked], ...times };
}
