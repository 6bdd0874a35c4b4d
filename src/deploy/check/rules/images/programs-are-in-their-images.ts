import { posix } from 'node:path';
import type { Repair } from '../../../model/repair.ts';
import { findProgram, placesOf, type Run } from '../../../model/run.ts';
import { commandsOf } from '../../../model/started.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';
import { dockerfileRepair, instructionOf, runsOf, saidAt, saidBy } from '../../runs.ts';

/** The program that a container starts with is there. */
export const programsAreInTheirImages: Rule = {
  id: 'programs-are-in-their-images',
  why: 'The engine cannot start a container whose program is not in it.',
  look: (input) => runsOf(input).flatMap(({ service, run }) => [...nothingToRun(input, service, run), ...missing(input, service, run)]),
};

function nothingToRun(input: CheckInput, service: string, run: Run): Found[] {
  if (commandsOf(run).length > 0) return [];
  const message = `${service} has nothing to run: neither its image nor the Compose file says a command`;
  return [
    { severity: 'error', service, cause: 'entrypoint-wrong', message, ...saidAt(input, service, 'command'), fix: 'give it a command:' },
  ];
}

function missing(input: CheckInput, service: string, run: Run): Found[] {
  const [own, told] = commandsOf(run);
  const program = own?.[0] ?? '';
  if (program !== '' && findProgram(program, run) === 'missing') {
    const what = saidBy(run);
    const meant = elsewhere(program, input, service);
    return [
      {
        severity: 'error',
        service,
        cause: what === 'entrypoint' ? 'entrypoint-wrong' : 'command-not-found',
        message: `${service} is to run ${program}, which is not in its image (${asTheEngineSays(program)})`,
        ...saidAt(input, service, what),
        fix: meant ? `run ${meant}, where it is copied to` : 'mend the name, or use an image that has it',
        ...(meant ? changed(input, service, run, program, meant) : ownInit(service, program, run)),
      },
    ];
  }
  const inner = told?.[0];
  if (inner === undefined || findProgram(inner, run) !== 'missing') return [];
  return [
    {
      severity: 'error',
      service,
      cause: 'command-not-found',
      message: `${service} begins with ${inner}, which is not in its image (sh: ${inner}: not found)`,
      ...saidAt(input, service, run.command.length > 0 ? 'command' : 'entrypoint'),
      ...hiddenOrMissing(input, service, inner, run),
    },
  ];
}

/** The engine brings such a first process itself. */
function ownInit(service: string, program: string, { entrypoint, from }: Run): Pick<Found, 'fix' | 'repair'> {
  if (!/^(?:tini|dumb-init|docker-init)$/.test(posix.basename(program)) || from.entrypoint !== 'compose' || entrypoint[0] !== program)
    return {};
  const rest = entrypoint.slice(1).filter((word) => !word.startsWith('-'));
  const path = ['services', service, 'entrypoint'];
  return {
    fix: 'init: true has the engine bring one: take this out of the entrypoint',
    repair: [
      rest.length > 0 ? { edit: 'set', path, value: rest } : { edit: 'remove', path },
      { edit: 'set', path: ['services', service, 'init'], value: true },
    ],
  };
}

function asTheEngineSays(program: string): string {
  return program.includes('/')
    ? `exec: "${program}": stat ${program}: no such file or directory`
    : `exec: "${program}": executable file not found in $PATH`;
}

/** What the image has under a folder that a mount hides. */
function hiddenOrMissing({ draft }: CheckInput, service: string, program: string, run: Run): Pick<Found, 'fix' | 'repair'> {
  const place = placesOf(program, run).find((path) => run.hidden?.includes(path));
  const folder = place && /^.*\/(?:node_modules|vendor|\.venv)(?=\/)/.exec(place)?.[0];
  const written = draft.sources.written(['services', service, 'volumes']);
  if (folder === undefined) return { fix: 'mend the name, or use an image that has it' };
  return {
    fix: `add the volume ${folder}, so that the image's stays visible below the mount`,
    ...(Array.isArray(written)
      ? { repair: [{ edit: 'set', path: ['services', service, 'volumes'], value: [...(written as unknown[]), folder] }] }
      : {}),
  };
}

/** Where the Dockerfile copies a file of that name to, when it is asked for in another folder. */
function elsewhere(program: string, { surroundings }: CheckInput, service: string): string | undefined {
  const facts = surroundings.dockerfiles[service];
  if (!facts || !program.includes('/')) return undefined;
  const name = posix.basename(program);
  const places = facts.copies
    .filter(({ stage }) => facts.stages[stage]?.needed)
    .flatMap(({ sources, destination }) =>
      destination !== undefined && sources.some(({ kind, path }) => kind === 'file' && posix.basename(path) === name)
        ? [destination.endsWith('/') ? destination + name : destination]
        : [],
    );
  return places.length === 1 && places[0] !== program ? places[0] : undefined;
}

function changed(input: CheckInput, service: string, run: Run, program: string, meant: string): { repair?: Repair } {
  const what = saidBy(run);
  if (run.from[what] === 'compose')
    return { repair: [{ edit: 'set', path: ['services', service, what], value: [meant, ...run[what].slice(1)] }] };
  const keyword = what === 'entrypoint' ? 'ENTRYPOINT' : 'CMD';
  return instructionOf(input, service, keyword) ? dockerfileRepair(input, service, keyword, program, meant) : {};
}
