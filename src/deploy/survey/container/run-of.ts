import { asSeenInside, type ComposeService } from '../../model/compose-file.ts';
import type { Image } from '../../model/image.ts';
import type { Run } from '../../model/run.ts';

/** Docker's own, where neither image nor file set one. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What the container of a service will run: the file's word, else its image's. `beginsWith` is the image that somebody else made. */
export function runOf(definition: ComposeService, image: Image, beginsWith: string): Run {
  const entrypoint = listOf(definition['entrypoint']);
  const command = listOf(definition.command);
  const environment = { ...image.environment, ...asSeenInside(definition.environment) };
  const user = textOf(definition['user']) ?? image.user;
  const health = healthcheckOf(definition, image);
  return {
    entrypoint: entrypoint ?? image.entrypoint ?? [],
    // An entrypoint of the file's own takes back the image's command.
    command: command ?? (entrypoint ? [] : (image.command ?? [])),
    from: {
      entrypoint: entrypoint ? 'compose' : 'image',
      command: command ? 'compose' : 'image',
      ...(health ? { healthcheck: health.from } : {}),
    },
    workdir: textOf(definition['working_dir']) ?? image.workdir ?? '/',
    ...(user ? { user } : {}),
    path: (environment['PATH'] || defaultPath).split(':').map((folder) => folder || '.'),
    shell: image.shell ?? ['/bin/sh', '-c'],
    ...(health ? { healthcheck: health.test } : {}),
    versions: { ...versionOf(beginsWith), ...versionsIn(environment) },
    files: {},
  };
}

/** Official images of languages set these variables, and say the version in their tags too. */
function versionsIn(environment: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value && /^(?:NODE|PYTHON)_VERSION$/.test(name) ? [[name, value]] : [])),
  );
}

function versionOf(reference: string): Record<string, string> {
  const [, language = '', version = ''] = /(?:^|\/)(node|python):v?(\d+(?:\.\d+)*)[^/]*$/.exec(reference) ?? [];
  return language ? { [`${language.toUpperCase()}_VERSION`]: version } : {};
}

/** `[]` and `['']` take back what the image says; undefined says nothing. */
function listOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const words = value.map((word) => unescaped(String(word)));
  return words.length === 1 && words[0] === '' ? [] : words;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? unescaped(value) : undefined;
}

function unescaped(text: string): string {
  return text.replaceAll('$$', '$');
}

function healthcheckOf({ healthcheck }: ComposeService, image: Image): { test: string[]; from: 'compose' | 'image' } | undefined {
  if (healthcheck?.disable) return undefined;
  const own = healthcheck?.test?.map(unescaped);
  const test = own ?? image.healthcheck?.test;
  if (!test || test.length < 2 || (test[0] !== 'CMD' && test[0] !== 'CMD-SHELL')) return undefined;
  return { test, from: own ? 'compose' : 'image' };
}
