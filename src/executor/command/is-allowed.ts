import { basename } from 'node:path';

/** Programs that take a whole script from one argument; they run only where the settings name them. */
const shells = new Set(
  'sh bash rbash dash ash zsh rzsh ksh ksh93 rksh mksh lksh pdksh yash posh fish csh tcsh busybox toybox pwsh powershell'.split(' '),
);

/**
 * Whether the program may run. A name in the list allows the program of that name on the executor's own path, and no file that only
 * happens to be called so; a path allows exactly that path. Without a list everything runs but shells.
 */
export function isAllowed(program: string, allowed: readonly string[] | undefined): boolean {
  return allowed ? allowed.includes(program) : !shells.has(basename(program));
}
