import { posix } from 'node:path';
import type { Repair } from '../../../model/repair.ts';
import { insideOf, scriptOf, scriptPlaces, type Run } from '../../../model/run.ts';
import { commandsOf } from '../../../model/started.ts';
import { located } from '../../located.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';
import { dockerfileRepair, runsOf, saidAt } from '../../runs.ts';

/** The working directory is a folder, and the script that an interpreter is given lies where it is looked for. */
export const workingFoldersAreRight: Rule = {
  id: 'working-folders-are-right',
  why: 'A program that is started elsewhere does not find its own files.',
  cause: 'workdir-wrong',
  look: (input) =>
    runsOf(input).flatMap(({ service, run }) => [...notAFolder(input, service, run), ...scriptsElsewhere(input, service, run)]),
};

function notAFolder(input: CheckInput, service: string, run: Run): Found[] {
  const file = run.files[run.workdir];
  if (file?.kind !== 'file') return [];
  const path = ['services', service, 'working_dir'];
  const inFile = input.stack.compose.services[service]?.['working_dir'] !== undefined;
  const parent = posix.dirname(run.workdir);
  return [
    {
      severity: 'error',
      service,
      message: `${service} is to run in ${run.workdir}, which is a file (not a directory)`,
      ...located(input.draft, inFile ? path : ['services', service]),
      fix: `working_dir: ${parent}`,
      ...(inFile ? { repair: [{ edit: 'set' as const, path, value: parent }] } : {}),
    },
  ];
}

function scriptsElsewhere(input: CheckInput, service: string, run: Run): Found[] {
  return commandsOf(run).flatMap((argv): Found[] => {
    const given = scriptOf(argv);
    const script = given && insideOf(run.workdir, given.script);
    if (!given || script === undefined || !scriptPlaces(given, run).every((place) => run.files[place]?.kind === 'missing')) return [];
    const made = madeElsewhere(given.script, input, service, run);
    const meant = given.script.startsWith('/') ? undefined : folderThatHas(given.script, input, service);
    const path = ['services', service, 'working_dir'];
    const inFile = input.stack.compose.services[service]?.['working_dir'] !== undefined;
    const isNode = given.interpreter.startsWith('node');
    return [
      {
        severity: 'error',
        service,
        cause: meant ? 'workdir-wrong' : isNode ? 'module-not-found' : 'command-not-found',
        message: `${service} lets ${given.interpreter} run ${given.script}, and there is no ${script}${isNode ? ` (Cannot find module '${script}')` : ''}${meant ? `: it is in ${meant}` : ' in its container'}`,
        ...(meant && inFile ? located(input.draft, path) : saidAt(input, service, run.command.length > 0 ? 'command' : 'entrypoint')),
        ...made,
        fix: meant ? `working_dir: ${meant}` : (made?.fix ?? 'mend the path, or copy or mount the file there'),
        ...(meant && inFile ? { repair: [{ edit: 'set' as const, path, value: meant }] } : {}),
      },
    ];
  });
}

/** The only other path of that name that its own Dockerfile speaks of: the build writes it there. */
function madeElsewhere(script: string, input: CheckInput, service: string, run: Run): { fix: string; repair?: Repair } | undefined {
  const facts = input.surroundings.dockerfiles[service];
  const name = posix.basename(script).replaceAll('.', String.raw`\.`);
  const paths = facts?.text.matchAll(new RegExp(String.raw`(?<![\w./-])(?:[\w-]+/)+${name}(?![\w.-])`, 'g')) ?? [];
  const [other, ...more] = [...new Set([...paths].map(([path]) => path))].filter((path) => path !== script);
  if (!facts || other === undefined || more.length > 0) return undefined;
  const said = run.command.some((word) => word.includes(script)) ? 'command' : 'entrypoint';
  const keyword = said === 'command' ? 'CMD' : 'ENTRYPOINT';
  return {
    fix: `the Dockerfile makes ${other}: start that`,
    ...(run.from[said] === 'image' ? dockerfileRepair(input, service, keyword, script, other) : {}),
  };
}

/** The folder inside the container into which a mount brings the script. */
function folderThatHas(script: string, { stack, surroundings }: CheckInput, service: string): string | undefined {
  const relative = posix.normalize(script);
  const mounts = stack.compose.services[service]?.volumes ?? [];
  const folders = mounts.flatMap(({ type, source, target }) => {
    if (type !== 'bind' || source === undefined) return [];
    if (target.endsWith(`/${relative}`)) return [target.slice(0, -relative.length - 1) || '/'];
    const inside = surroundings.paths[source]?.entries?.includes(relative.split('/', 1)[0] ?? '');
    return inside ? [target] : [];
  });
  return folders.length === 1 ? folders[0] : undefined;
}
