import { basename, join, posix, relative } from 'node:path';
import { readIgnored } from '../../../system/docker-ignore.ts';
import { lookBelow } from '../../../system/host-file.ts';
import { listFiles } from '../../../system/list-files.ts';
import type { ComposeFile } from '../../model/compose-file.ts';
import type { DockerfileFacts } from '../../model/dockerfile.ts';
import { findProgram, scriptOf, scriptPlaces, type Run } from '../../model/run.ts';
import { commandsOf } from '../../model/started.ts';
import { languageOf, mayBeSource, type Source } from './source.ts';
import { whoLoads } from './who-loads.ts';

const mostSources = 200;
const largestSource = 1024 * 1024;

/** Files that containers get of this project: those they begin with, those that are mounted by themselves, and what their images copy. */
export async function findSources(
  { services }: ComposeFile,
  { runs, dockerfiles }: { runs: Record<string, Run>; dockerfiles: Record<string, DockerfileFacts> },
): Promise<Source[]> {
  const begun = Object.entries(runs).flatMap(([service, run]) => filesRun(run).map((file) => ({ service, file })));
  const mounted = Object.entries(services).flatMap(([service, { volumes }]) =>
    (volumes ?? []).flatMap(({ type, source, target }) =>
      type === 'bind' && source && mayBeSource(source) ? [{ service, file: source, target }] : [],
    ),
  );
  const copied = (await Promise.all(Object.entries(dockerfiles).map(filesCopied))).flat();
  const unique = new Map([...copied, ...mounted, ...begun].toReversed().map((one) => [one.file, one]));
  const sources = [...unique.values()].slice(0, mostSources).map(async ({ service, file, ...mount }): Promise<Source[]> => {
    const found = await lookBelow(file, file, largestSource);
    const language = found?.text === undefined ? undefined : languageOf(file, found.text);
    if (!language || found?.text === undefined) return [];
    const isRun = begun.some((one) => one.file === file);
    const loadedBy = isRun ? service : whoLoads({ file, language, ...mount }, service, runs[service]);
    return [{ file, service, language, text: found.text, ...(loadedBy === undefined ? {} : { loadedBy }) }];
  });
  return (await Promise.all(sources)).flat();
}

/** What the container starts with, and what its interpreter is given. */
function filesRun(run: Run): string[] {
  return commandsOf(run).flatMap((argv) => {
    const program = findProgram(argv[0] ?? '', run);
    const given = scriptOf(argv);
    const scripts = given ? scriptPlaces(given, run).map((place) => run.files[place]) : [];
    return [typeof program === 'string' ? undefined : program, ...scripts].flatMap((file) =>
      file?.kind === 'file' && file.host ? [file.host] : [],
    );
  });
}

const notOurs =
  /^(?:node_modules|bower_components|vendor|third_party|dist|build|target|out|coverage|fixtures|__fixtures__|testdata|templates|examples|\..+|__pycache__|venv|site-packages)$/;

async function filesCopied([service, { copies, context, stages, inline, file }]: [string, DockerfileFacts]): Promise<
  { service: string; file: string }[]
> {
  const ignored = await readIgnored(context, inline ? undefined : file);
  const skip = (path: string, isFolder: boolean) => {
    if (isFolder && notOurs.test(basename(path))) return true;
    if (!isFolder && (!mayBeSource(path) || /\.min\.js$|(?:^|\/)\./.test(basename(path)))) return true;
    const below = relative(context, path);
    return ignored.ignores(below) && (!isFolder || ignored.withAllBelow);
  };
  const wanted = copies.filter(({ stage }) => stages[stage]?.needed).flatMap(({ sources }) => sources);
  const found = await Promise.all(
    wanted.map(async ({ kind, path, ignored: leftOut }): Promise<string[]> => {
      if (leftOut) return [];
      if (kind === 'file') return mayBeSource(path) ? [join(context, path)] : [];
      return kind === 'directory' ? listFiles(join(context, path), { most: mostSources, skip }) : [];
    }),
  );
  return [...new Set(found.flat())].map((one) => ({ service, file: posix.normalize(one) }));
}
