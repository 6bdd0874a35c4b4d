import { basename, dirname, join } from 'node:path';
import { nearest } from '../../../../contract/nearest.ts';
import type { ComposeMount } from '../../../model/compose-file.ts';
import { exampleNames } from '../../../model/example-names.ts';
import { boundFolder, isWritableFolder } from '../../../model/mounts.ts';
import { publishesHere } from '../../../model/observed.ts';
import type { Repair } from '../../../model/repair.ts';
import { isFileLike } from '../../file-like.ts';
import { located } from '../../located.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** What is mounted from the machine is there. */
export const bindSourcesExist: Rule = {
  id: 'bind-sources-exist',
  why: 'For a missing path the engine makes an empty folder that belongs to root, or refuses to start: a program that expects a file finds a folder there.',
  cause: 'bind-source-missing',
  look: (input) => {
    // What lies on another machine cannot be seen from here.
    if (!publishesHere(input.facts.engine)) return [];
    return [...mounts(input), ...boundVolumes(input), ...grants('secrets', input), ...grants('configs', input)];
  },
};

function isMissing(path: string, { surroundings }: CheckInput): boolean {
  return surroundings.paths[path]?.kind === 'missing';
}

function mounts(input: CheckInput): Found[] {
  return Object.entries(input.stack.compose.services).flatMap(([service, definition]) =>
    (definition.volumes ?? []).flatMap((mount, index) =>
      mount.type === 'bind' && mount.source !== undefined && isMissing(mount.source, input)
        ? [missingMount(service, mount.source, mount, index, input)]
        : [],
    ),
  );
}

function missingMount(service: string, source: string, mount: ComposeMount, index: number, input: CheckInput): Found {
  const { draft } = input;
  const at = located(draft, ['services', service, 'volumes', index]);
  const shown = nameIn(source, input);
  const made = refusesToMake(service, mount, index, input)
    ? 'the engine refuses to make it'
    : 'the engine makes an empty folder of that name, which belongs to root';
  if (isFileLike(source)) {
    const example = exampleFor(source, input);
    return {
      severity: isFileLike(mount.target) && !isMadeBefore(source, service, input) ? 'error' : 'warning',
      service,
      cause: refusesToMake(service, mount, index, input) ? 'bind-source-missing' : 'config-file-is-a-directory',
      message: `${service} mounts the file ${shown} as ${mount.target}, and it is not there: ${made}`,
      ...at,
      fix: example ? `copy ${basename(example)} to ${basename(source)}` : `${similar(source, input)}make the file, or remove the mount`,
      ...(example ? { repair: [{ edit: 'copy-file', from: example, to: source }] } : {}),
    };
  }
  const certain = refusesToMake(service, mount, index, input);
  const usual = isOfTheMachine(source);
  return {
    severity: certain && !isMadeBefore(source, service, input) ? 'error' : 'warning',
    service,
    message: `${service} mounts ${shown} as ${mount.target}, and it is not there: ${made}`,
    ...at,
    fix: usual ? `remove the mount where this machine has no ${source}` : `${similar(source, input)}mkdir -p ${shown}`,
    ...(usual || isFileLike(mount.target) ? {} : { repair: folder(source) }),
  };
}

/** Another service writes into a folder above it: it may put the file there before this one starts. */
function isMadeBefore(path: string, service: string, { stack }: CheckInput): boolean {
  return Object.entries(stack.compose.services).some(
    ([other, { volumes }]) =>
      other !== service &&
      volumes?.some((mount) => isWritableFolder(mount) && mount.source !== undefined && path.startsWith(`${mount.source}/`)),
  );
}

/** `create_host_path: false`, said so; what it means to leave it out depends on Compose's version. */
function refusesToMake(service: string, { bind }: ComposeMount, index: number, { draft }: CheckInput): boolean {
  const given = typeof bind === 'object' && bind !== null && 'create_host_path' in bind ? bind.create_host_path : undefined;
  if (given !== undefined) return given === false;
  const list = draft.sources.written(['services', service, 'volumes']);
  const written: unknown = Array.isArray(list) ? list[index] : undefined;
  const options: unknown = typeof written === 'object' && written !== null && 'bind' in written ? written.bind : undefined;
  return typeof options === 'object' && options !== null && 'create_host_path' in options && String(options.create_host_path) === 'false';
}

/** Sockets, devices and clocks: nothing that a project could make. */
function isOfTheMachine(source: string): boolean {
  return /^\/(?:dev|etc|lib|proc|run|sys|var\/run|var\/lib\/docker)(?:\/|$)/.test(source);
}

function folder(path: string): Repair {
  return [{ edit: 'make-folder', path }];
}

function nameIn(path: string, { stack }: CheckInput): string {
  const { directory } = stack.project;
  return path.startsWith(`${directory}/`) ? `.${path.slice(directory.length)}` : path;
}

function neighbours(path: string, { surroundings }: CheckInput): string[] {
  return surroundings.paths[dirname(path)]?.entries ?? [];
}

/** `settings.example.json`, `settings.json.dist` beside a missing settings.json, if only one of them is there. */
function exampleFor(path: string, input: CheckInput): string | undefined {
  const forms = exampleNames(basename(path));
  const [only, ...more] = neighbours(path, input).filter((entry) => forms.includes(entry));
  return only !== undefined && more.length === 0 ? join(dirname(path), only) : undefined;
}

function similar(path: string, input: CheckInput): string {
  const near = nearest(basename(path), neighbours(path, input));
  return near ? `did you mean ${nameIn(join(dirname(path), near), input)}? Otherwise ` : '';
}

/** Volumes that stand for a folder of the machine: the engine makes none for them. */
function boundVolumes(input: CheckInput): Found[] {
  const { stack, draft } = input;
  return Object.entries(stack.compose.volumes ?? {}).flatMap(([key, volume]) => {
    const device = boundFolder(volume);
    const service = Object.entries(stack.compose.services).find(([, one]) =>
      one.volumes?.some(({ type, source }) => type === 'volume' && source === key),
    )?.[0];
    if (device === undefined || service === undefined || !isMissing(device, input)) return [];
    return [
      {
        severity: 'error' as const,
        service,
        message: `volume ${key} stands for the folder ${device}, which is not there`,
        ...located(draft, ['volumes', key, 'driver_opts', 'device']),
        fix: `mkdir -p ${device}`,
        repair: folder(device),
      },
    ];
  });
}

/** Files of secrets and configs; a secret is never made up, so nothing is repaired. */
function grants(section: 'secrets' | 'configs', input: CheckInput): Found[] {
  const { stack, draft } = input;
  return Object.entries(Object(stack.compose[section]) as Record<string, { file?: unknown } | null>).flatMap(([name, definition]) => {
    const file = definition?.file;
    const service = Object.entries(stack.compose.services).find(([, one]) => one[section]?.some(({ source }) => source === name))?.[0];
    if (typeof file !== 'string' || service === undefined || !isMissing(file, input)) return [];
    const example = section === 'configs' ? exampleFor(file, input) : undefined;
    return [
      {
        severity: isMadeBefore(file, service, input) ? ('warning' as const) : ('error' as const),
        service,
        message: `the ${section.slice(0, -1)} ${name} of ${service} is to come from ${nameIn(file, input)}, which is not there`,
        ...located(draft, [section, name, 'file']),
        fix: example
          ? `copy ${basename(example)} to ${basename(file)}`
          : `${similar(file, input)}make the file${section === 'secrets' ? ', with the secret in it and nothing else' : ''}`,
        ...(example ? { repair: [{ edit: 'copy-file' as const, from: example, to: file }] } : {}),
      },
    ];
  });
}
