import { usageError } from './usage-error.ts';

/** The words of `up`, as the parser hands them over. */
export interface UpFlags {
  name?: string | undefined;
  new?: true | undefined;
  only?: string[] | undefined;
  file?: string[] | undefined;
  envFile?: string[] | undefined;
  profile?: string[] | undefined;
  port?: string[] | undefined;
  timeout?: number | undefined;
  settle?: number | undefined;
  keep?: true | undefined;
  adopt?: true | undefined;
  wait?: number | undefined;
  drain?: number | undefined;
  canary?: number | undefined;
  promote?: true | undefined;
  abort?: true | undefined;
  snapshot?: true | undefined;
  dryRun?: true | undefined;
  record?: string | undefined;
}

/** Throws UserError (exit 2) for flags that cannot be meant together. */
export function refuseContradictions(flags: UpFlags): void {
  if (flags.name !== undefined && flags.new)
    throw usageError('--name and --new contradict each other', 'a fresh copy gets a name of its own: leave --name out');
  if (flags.timeout === 0) throw usageError('--timeout 0s would give up at once', 'such as --timeout 120s');
  if (flags.promote && flags.abort)
    throw usageError('--promote and --abort contradict each other', '--promote keeps the new version, --abort the old one');
  if (flags.promote) refuseBeside('--promote', flags);
  if (flags.abort) refuseBeside('--abort', flags);
  if (flags.new && flags.canary !== undefined)
    throw usageError('--canary and --new contradict each other', 'a canary runs beside an old version, and a fresh copy has none');
  if (flags.canary !== undefined && flags.snapshot)
    throw usageError(
      '--canary and --snapshot contradict each other',
      'both versions of a canary write: an older copy put back would lose what they wrote; portside snapshot makes a copy to keep',
    );
  if (flags.new && flags.snapshot)
    throw usageError('--snapshot and --new contradict each other', 'a fresh copy has no data yet: leave --snapshot out');
}

/** What a canary's end could not heed: it starts nothing, and the versions are what they are. */
const beginnings = {
  new: '--new',
  only: '--only',
  port: '--port',
  canary: '--canary',
  snapshot: '--snapshot',
  adopt: '--adopt',
  keep: '--keep',
  dryRun: '--dry-run',
} as const;

function refuseBeside(ending: string, flags: UpFlags): void {
  const said = (Object.keys(beginnings) as (keyof typeof beginnings)[]).find((flag) => flags[flag] !== undefined);
  if (said)
    throw usageError(
      `${ending} and ${beginnings[said]} contradict each other`,
      `${ending} ends a canary and starts nothing new: leave ${beginnings[said]} out`,
    );
}
