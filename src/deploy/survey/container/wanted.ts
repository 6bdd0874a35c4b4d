import { healthPrograms } from '../../model/health-programs.ts';
import { findProgram, interpretersOf, placesOf, scriptOf, scriptPlaces, type Run } from '../../model/run.ts';
import { commandsOf, mayStart } from '../../model/started.ts';

/** Paths that rules on programs, users and healthchecks ask about. */
export function wantedFirst(run: Run): string[] {
  const paths = [run.workdir];
  for (const argv of [...mayStart(run), ...(run.before ? [run.before] : [])]) {
    paths.push(...placesOf(argv[0] ?? '', run));
    const given = scriptOf(argv);
    if (given) paths.push(...scriptPlaces(given, run));
  }
  if (run.user && !/^\d+(?::\d+)?$/.test(run.user)) paths.push('/etc/passwd', '/etc/group');
  if (run.healthcheck) {
    const { shell, needed, others } = healthPrograms(run.healthcheck);
    for (const program of [...(shell ? run.shell.slice(0, 1) : []), ...(needed ? [needed] : []), ...others])
      paths.push(...placesOf(program, run));
  }
  return [...new Set(paths)];
}

/** What could ask in place of a program that is not there. */
const askers = ['wget', 'curl', 'node', 'python3', 'redis-cli', 'valkey-cli', 'pg_isready', 'mysqladmin', 'mariadb-admin', 'mongosh'];

/** Paths that only the first look made interesting: interpreters of scripts, and what could be used instead. */
export function wantedThen(run: Run): string[] {
  const programs = mayStart(run).map(([program = '']) => findProgram(program, run));
  const interpreters = programs.flatMap((program) => (typeof program === 'string' ? [] : interpretersOf(program.text)));
  const { needed } = run.healthcheck ? healthPrograms(run.healthcheck) : {};
  const instead = needed !== undefined && findProgram(needed, run) === 'missing' ? askers : [];
  const shells = interpreters.length > 0 ? ['/bin/sh'] : [];
  return [...new Set([...interpreters, ...instead, ...shells].flatMap((program) => placesOf(program, run)))];
}

/** Places of programs that are nowhere. */
export function missingPrograms(run: Run): string[] {
  return commandsOf(run).flatMap(([program = '']) => (findProgram(program, run) === 'missing' ? placesOf(program, run) : []));
}
