import type { DockerfileFacts } from '../../model/dockerfile.ts';
import { milliseconds } from '../../model/healthcheck.ts';
import type { Image } from '../../model/image.ts';

export type DockerfileHealthcheck = NonNullable<Image['healthcheck']>;

/** The HEALTHCHECK of the stage that is built, or of one that it is made from; `none` where it is switched off; undefined where nothing is said. */
export function dockerfileHealthcheck(dockerfile: DockerfileFacts): DockerfileHealthcheck | 'none' | undefined {
  for (let at = dockerfile.target; at !== undefined; at = dockerfile.stages[at]?.base) {
    const last = dockerfile.instructions.findLast(({ keyword, stage }) => keyword === 'HEALTHCHECK' && stage === at);
    if (last) return read(last);
  }
  return undefined;
}

function read({ text, flags }: DockerfileFacts['instructions'][number]): DockerfileHealthcheck | 'none' | undefined {
  if (/^NONE\s*$/i.test(text)) return 'none';
  const [, command] = /^CMD\s+([\s\S]*?)\s*$/i.exec(text) ?? [];
  if (!command) return undefined;
  return {
    test: words(command),
    intervalMs: milliseconds(flags['interval']),
    timeoutMs: milliseconds(flags['timeout']),
    retries: Number(flags['retries'] ?? 0),
    startPeriodMs: milliseconds(flags['start-period']),
  };
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
