import type { ComposeService } from '../../deploy/model/compose-file.ts';
import { effectiveHealthcheck } from '../../deploy/model/healthcheck.ts';
import type { Known, Loss } from './loss.ts';
import { isTrivialTest } from './trivial.ts';

/** A healthcheck that is gone, switched off, or passes by itself. Another one that can fail is a mended one. */
export function healthLosses(
  service: string,
  { before, after }: { before: ComposeService; after: ComposeService },
  { images, dockerfiles }: Known,
): Omit<Loss, 'service'>[] {
  const had = testOf(before, images?.base?.[service], dockerfiles?.base?.[service]);
  if (had === undefined || isTrivialTest(had)) return isOff(after) && !isOff(before) ? [switchedOff] : [];
  if (isOff(after)) return [switchedOff];
  const has = testOf(after, images?.now?.[service], dockerfiles?.now?.[service]);
  if (has === undefined) return [{ what: 'healthcheck', detail: 'has no healthcheck any more' }];
  if (isTrivialTest(has)) return [{ what: 'healthcheck', detail: `has a healthcheck that always passes: ${has.slice(1).join(' ')}` }];
  if (asksByHttp(had) && !asksByHttp(has))
    return [{ what: 'probe', detail: `is no longer asked by HTTP in its healthcheck: ${has.slice(1).join(' ')}` }];
  return [];
}

const switchedOff = { what: 'healthcheck', detail: 'has its healthcheck switched off' };

function isOff({ healthcheck }: ComposeService): boolean {
  return healthcheck?.disable === true || healthcheck?.test?.[0] === 'NONE';
}

function testOf(
  service: ComposeService,
  image: Parameters<typeof effectiveHealthcheck>[1],
  dockerfile: string | undefined,
): string[] | undefined {
  const own = effectiveHealthcheck(service, image)?.test;
  return own ?? (isOff(service) || image ? undefined : dockerfileTest(inline(service) ?? dockerfile));
}

function inline({ build }: ComposeService): string | undefined {
  const text = build?.['dockerfile_inline'];
  return typeof text === 'string' ? text : undefined;
}

/** Of the last HEALTHCHECK, which wins: https://docs.docker.com/reference/dockerfile/#healthcheck */
function dockerfileTest(text: string | undefined): string[] | undefined {
  const joined = text?.replaceAll(/\\\r?\n/g, ' ') ?? '';
  const [, command = ''] = [...joined.matchAll(/^\s*HEALTHCHECK\s+(?:--\S+\s+)*(.+)$/gim)].at(-1) ?? [];
  if (command === '' || /^NONE\b/i.test(command)) return undefined;
  const words = command.replace(/^CMD\s+/i, '');
  const list = words.startsWith('[') ? parsed(words) : undefined;
  return list ? ['CMD', ...list] : ['CMD-SHELL', words];
}

function parsed(list: string): string[] | undefined {
  try {
    return (JSON.parse(list) as unknown[]).map(String);
  } catch {
    return undefined;
  }
}

function asksByHttp(test: string[]): boolean {
  const line = test.join(' ');
  return /https?:\/\//.test(line) || /\b(?:curl|wget)\b|\bfetch\(|HTTPConnection|\bhttp\.(?:get|request)/.test(line);
}
