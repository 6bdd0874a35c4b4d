import { UserError, exitCode } from '../../contract/user-error.ts';
import type { ComposeFile } from '../model/compose-file.ts';
import type { ChosenVolume } from '../model/held.ts';
import { type Observed, isAnonymous } from '../model/observed.ts';

/** What the instance was brought up with; absent where nothing is known of it any more. */
type Plan = Pick<ComposeFile, 'services' | 'volumes'> | undefined;

/**
 * The volumes that are meant: those named, by the file's word or the engine's; without names all that are the instance's own, for an external one may be
 * many's. Throws UserError (exit 2) where there are none, or one is no volume.
 */
export function chooseVolumes(asked: string[] | undefined, plan: Plan, observed: Observed): ChosenVolume[] {
  const keys = keysByName(plan);
  const withKey = (name: string) => withKeyOf(name, keys);
  const own = ownVolumes(plan, observed).map(({ name }) => name);
  const known = [...new Set([...own, ...keys.keys(), ...mounted(observed)])];
  const names = asked?.map(
    (word) => known.find((name) => name === word || keys.get(name) === word) ?? refuse(word, known.map(withKey), plan),
  );
  if (names === undefined && own.length === 0) throw noVolumes(plan, known.map(withKey));
  return [...new Set(names ?? own)].map(withKey);
}

/** Those that are nobody else's; an anonymous one that plain Compose had made, and that was taken over, too. */
export function ownVolumes(plan: Plan, observed: Observed): ChosenVolume[] {
  const keys = keysByName(plan);
  const names = [...new Set([...observed.volumes, ...[...keys.keys()].filter(isAnonymous)])].toSorted();
  return names.map((name) => withKeyOf(name, keys));
}

function withKeyOf(name: string, keys: ReadonlyMap<string, string>): ChosenVolume {
  const key = keys.get(name);
  return { name, ...(key === undefined ? {} : { key }) };
}

/** Folders of the machine that services write to: they are no volumes, and in no snapshot. */
export function bindMountsOf(plan: Plan): { service: string; source: string }[] {
  return Object.entries(plan?.services ?? {}).flatMap(([service, { volumes }]) =>
    (volumes ?? []).flatMap(({ type, source, read_only: readOnly }) =>
      type === 'bind' && !readOnly && source ? [{ service, source }] : [],
    ),
  );
}

function keysByName(plan: Plan): Map<string, string> {
  return new Map(Object.entries(plan?.volumes ?? {}).map(([key, volume]) => [volume?.name ?? key, key]));
}

function mounted({ containers }: Observed): string[] {
  return containers.flatMap(({ volumes }) => volumes.map(({ name }) => name));
}

function refuse(word: string, known: ChosenVolume[], plan: Plan): never {
  const bound = bindMountsOf(plan).find(({ source }) => source === word || source.endsWith(`/${word.replace(/^\.?\//, '')}`));
  throw new UserError({
    code: bound ? 'not-a-volume' : 'no-such-volume',
    exit: exitCode.usage,
    message: bound
      ? `${word} is a folder of this machine that ${bound.service} mounts, not a volume: a snapshot does not hold it`
      : `this instance has no volume ${word}`,
    hint: bound ? `copy ${bound.source} with the machine's own tools` : `it has ${known.map(called).join(', ') || 'none'}`,
  });
}

function noVolumes(plan: Plan, known: ChosenVolume[]): UserError {
  const binds = bindMountsOf(plan).map(({ source }) => source);
  return new UserError({
    code: 'no-volumes',
    exit: exitCode.usage,
    message: 'this instance has no volumes of its own',
    hint:
      known.length > 0
        ? `external ones are taken by name: --volume ${known.map(called).join(' --volume ')}`
        : binds.length > 0
          ? `folders of this machine are no volumes: copy ${binds.join(', ')} with the machine's own tools`
          : 'there is no data to keep',
  });
}

function called({ name, key }: ChosenVolume): string {
  return key ?? name;
}
