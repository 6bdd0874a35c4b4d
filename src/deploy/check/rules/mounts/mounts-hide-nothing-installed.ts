import { posix } from 'node:path';
import type { ComposeMount, ComposeService } from '../../../model/compose-file.ts';
import { publishesHere } from '../../../model/observed.ts';
import { located } from '../../located.ts';
import { commandOf } from '../../reach/server.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** A folder that is mounted over the image's does not hide what the image's build installed there. */
export const mountsHideNothingInstalled: Rule = {
  id: 'mounts-hide-nothing-installed',
  why: 'A mount hides what lies under it in the image: the modules that the build installed are gone, and the program does not find them.',
  cause: 'module-not-found',
  look: (input) => Object.entries(input.stack.compose.services).flatMap(([service, definition]) => hidden(service, definition, input)),
};

/** What installs, into which folder, and what shows that it need not be there. */
const installers = [
  {
    run: /\b(?:npm\s+(?:ci|i|install)|yarn(?:\s+install)?(?=\s|$|&)|pnpm\s+(?:i|install)|bun\s+install)\b(?!.*(?:\s-g\b|--global))/,
    folder: 'node_modules',
    otherwise: ['.pnp.cjs', '.pnp.js'],
  },
  { run: /\bcomposer\s+(?:install|update)\b/, folder: 'vendor', otherwise: [] },
  { run: /\bbundle\s+(?:install\b.*--(?:path|deployment)|config\b.*\bpath\b)/, folder: 'vendor', otherwise: [] },
  { run: /\bpython3?\s+-m\s+venv\s+\.?venv\b|\buv\s+sync\b|poetry\s+config\b.*in-project\s+true/, folder: '.venv', otherwise: [] },
];

function hidden(service: string, definition: ComposeService, { draft, surroundings, facts }: CheckInput): Found[] {
  const text = surroundings.dockerfiles[service]?.text;
  if (text === undefined || !publishesHere(facts.engine)) return [];
  const runs = installs(text, definition.build?.target);
  const started = commandOf(definition).join(' ');
  return runs.flatMap(({ run, folder, otherwise, workdir }) => {
    const place = posix.join(workdir, folder);
    const over = (definition.volumes ?? []).filter((mount) => covers(mount, place));
    const nearest = over.toSorted((a, b) => b.target.length - a.target.length)[0];
    const entries = surroundings.paths[nearest?.source ?? '']?.entries;
    if (nearest?.type !== 'bind' || nearest.target === place || !entries || run.test(started)) return [];
    const below = posix.relative(nearest.target, place).split('/')[0] ?? folder;
    if (entries.includes(below) || otherwise.some((name) => entries.includes(name))) return [];
    const written = draft.sources.written(['services', service, 'volumes']);
    return [
      {
        severity: 'warning' as const,
        service,
        message: `${service} mounts ${nearest.source} over ${nearest.target}, where its image has ${place}, and the folder has no ${below}`,
        ...located(draft, ['services', service, 'volumes']),
        fix: `add the volume ${place}, so that the image's stays visible, or install on the machine too`,
        ...(Array.isArray(written)
          ? { repair: [{ edit: 'set' as const, path: ['services', service, 'volumes'], value: [...(written as unknown[]), place] }] }
          : {}),
      },
    ];
  });
}

/** Mounts that hide the place, or are it. */
function covers({ target }: ComposeMount, place: string): boolean {
  return place === target || place.startsWith(target.endsWith('/') ? target : `${target}/`);
}

/** What the stage that is run installs, and where; what another stage installed counts only where it was copied, which is not followed. */
function installs(dockerfile: string, target: string | undefined): ((typeof installers)[number] & { workdir: string })[] {
  const lines = dockerfile.replaceAll(/\\\r?\n/g, ' ').split(/\r?\n/);
  let workdir = '/';
  let stage: string | undefined;
  let found: ((typeof installers)[number] & { workdir: string })[] = [];
  for (const line of lines) {
    const [, instruction = '', rest = ''] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
    switch (instruction.toUpperCase()) {
      case 'FROM': {
        if (target !== undefined && stage === target.toLowerCase()) return found;
        stage = /\sAS\s+(\S+)/i.exec(rest)?.[1]?.toLowerCase();
        [workdir, found] = ['/', []];
        break;
      }
      case 'WORKDIR':
        workdir = posix.resolve(workdir, rest.trim().replaceAll(/^["']|["']$/g, ''));
        break;
      case 'RUN': {
        const here = workdir;
        found.push(
          ...installers
            .filter(({ run }) => run.test(rest) && !/\bcd\s/.test(rest) && here !== '/')
            .map((one) => ({ ...one, workdir: here })),
        );
        break;
      }
    }
  }
  return found;
}
