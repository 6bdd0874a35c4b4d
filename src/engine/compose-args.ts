import type { ComposeInput } from './interface.ts';

/** What Compose is told, after its program's name. Pure: building a command is apart from running it. */
type Args = string[];

type Named = Pick<ComposeInput, 'composeName' | 'directory' | 'files' | 'envFiles' | 'profiles'>;

/** The project's images are built, pulled and pinned before: no later command may fetch another. */
const withImagesAsTheyAre = ['--no-build', '--pull', 'never'];

export function configArgs(project: Named): Args {
  return [...global(project), 'config', '--format', 'json'];
}

export function buildArgs(project: Named, services: string[]): Args {
  return [...global(project, 'plain'), 'build', ...services];
}

export function pullArgs(project: Named, services: string[]): Args {
  return [...global(project, 'plain'), 'pull', ...services];
}

/** Compose takes a number only for a service that is named too: it calls every other one disabled. */
export function createArgs(project: Named, services: string[], scale: Record<string, number> = {}): Args {
  const numbers = Object.entries(scale).flatMap(([service, number]) => ['--scale', `${service}=${number}`]);
  return [
    ...global(project, 'plain'),
    'create',
    '--no-recreate',
    ...withImagesAsTheyAre,
    ...numbers,
    ...new Set([...services, ...Object.keys(scale)]),
  ];
}

/** Without dependencies, ports, terminal or input. What Compose itself does goes unsaid: the lines are the command's. */
export function oneOffArgs(project: Named, service: string, command: string[]): Args {
  return [...global(project), 'run', '--rm', '--no-deps', '--no-TTY', '--interactive=false', service, ...command];
}

/** Without a terminal on both ends Compose must not ask for one. */
export function execArgs(composeName: string, service: string, command: string[], { terminal }: { terminal: boolean }): Args {
  return ['--project-name', composeName, 'exec', ...(terminal ? [] : ['--no-TTY']), service, ...command];
}

export function logsArgs(composeName: string, services: string[], { follow, tail }: { follow: boolean; tail: number | 'all' }): Args {
  return [
    '--ansi',
    'never',
    '--project-name',
    composeName,
    'logs',
    '--no-color',
    '--tail',
    String(tail),
    ...(follow ? ['--follow'] : []),
    ...services,
  ];
}

function global({ composeName, directory, files, envFiles, profiles }: Named, progress: 'plain' | 'quiet' = 'quiet'): Args {
  return [
    '--ansi',
    'never',
    '--progress',
    progress,
    ...(composeName === undefined ? [] : ['--project-name', composeName]),
    // A plan's file lies elsewhere; its relative paths mean the project's folder all the same.
    '--project-directory',
    directory,
    ...files.flatMap((file) => ['--file', file]),
    ...envFiles.flatMap((file) => ['--env-file', file]),
    ...profiles.flatMap((profile) => ['--profile', profile]),
  ];
}
