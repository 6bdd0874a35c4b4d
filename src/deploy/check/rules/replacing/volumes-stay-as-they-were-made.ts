import { label } from '../../../model/labels.ts';
import type { ObservedVolume } from '../../../model/observed.ts';
import { volumeHash, volumeMaking, volumeName } from '../../../model/volumes.ts';
import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** A volume that is there is made as the file says: driver and options are given once, when it is made. */
export const volumesStayAsTheyWereMade: Rule = {
  id: 'volumes-stay-as-they-were-made',
  why: 'No engine changes the driver or the options of a volume that is there: the new version would run on the old one as it is, or only after its data was removed.',
  cause: 'volume-changed',
  look: ({ draft, stack, running }) =>
    Object.entries(stack.compose.volumes ?? {}).flatMap(([key, declared]) => {
      const users = usersOf(key, stack.compose.services);
      const name = volumeName(key, declared, stack);
      const there = running?.volumes.find((volume) => volume.name === name);
      if (!there || declared?.external || users.length === 0) return [];
      const differences = differencesOf(there, declared ?? {});
      if (differences.length === 0) return [];
      return [
        {
          severity: 'error',
          ...(users[0] === undefined ? {} : { service: users[0] }),
          message: `the volume ${key} (${name}) is there, and was made in another way than the file says: ${differences.join(', ')}`,
          ...located(draft, ['volumes', key]),
          fix: `write ${key} as it was; or take the data over: portside snapshot, portside down --volumes, portside up, portside restore; or give the new one another name in the file, such as ${key}2`,
        },
      ];
    }),
};

function usersOf(key: string, services: Record<string, { volumes?: { type: string; source?: string }[] }>): string[] {
  return Object.entries(services).flatMap(([service, { volumes }]) =>
    (volumes ?? []).some(({ type, source }) => type === 'volume' && source === key) ? [service] : [],
  );
}

/** By the hash that Portside wrote on it; else by what the engine tells of it. */
function differencesOf(there: ObservedVolume, declared: Parameters<typeof volumeMaking>[0]): string[] {
  const made = there.labels[label.definition];
  if (made !== undefined && made === volumeHash(declared)) return [];
  const wanted = volumeMaking(declared);
  const names = [...new Set([...Object.keys(there.options), ...Object.keys(wanted.options)])].toSorted();
  const seen = [
    ...(there.driver === wanted.driver ? [] : [`its driver is ${there.driver}, not ${wanted.driver}`]),
    ...names.flatMap((name) => difference(name, there.options[name], wanted.options[name])),
  ];
  return made !== undefined && seen.length === 0 ? ['its options are others'] : seen;
}

/** Mount options may hold a password: of those only the name is told. */
function difference(name: string, is: string | undefined, wanted: string | undefined): string[] {
  if (is === wanted) return [];
  const told = name === 'device' || name === 'type';
  if (is === undefined) return [`the file adds the option ${name}${told ? `=${wanted}` : ''}`];
  if (wanted === undefined) return [`it has the option ${name}${told ? `=${is}` : ''}`];
  return [told ? `its ${name} is ${is}, not ${wanted}` : `its option ${name} says something else`];
}
