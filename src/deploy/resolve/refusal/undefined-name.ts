import { nearest } from '../../../contract/nearest.ts';
import type { ComposeRefusal } from '../../model/compose-refusal.ts';
import type { Edit } from '../../model/repair.ts';
import { type Explained, type Written, isMap } from './explained.ts';

type Undefined = Extract<ComposeRefusal, { kind: 'undefined' }>;

/** A service names something that the files do not declare. */
export function undefinedName(refusal: Undefined, written: Written): Explained {
  return refusal.what === 'service' ? unknownService(refusal, written) : undeclared(refusal, written);
}

function undeclared({ what, service, name }: Undefined, written: Written): Explained {
  const section = `${what}s`;
  const known = written.keysOf([section]);
  const uses = usesOf(section, service, name, written);
  const path = uses[0]?.path ?? ['services', service, section];
  // One that nobody else uses is the one that was meant.
  const unused = known.filter((one) => !written.keysOf(['services']).some((other) => usesOf(section, other, one, written).length > 0));
  const near = nearest(name, unused);
  const declares = what === 'volume' || what === 'network';
  const repair = near
    ? uses.map((use) => use.instead(near))
    : declares
      ? [{ edit: 'set' as const, path: [section, name], value: null }]
      : [];
  return {
    message: `${service} uses the ${what} ${name}, which is not declared`,
    cause: 'invalid-compose',
    path,
    service,
    fix: near ? `did you mean ${near}?` : `declare it at the top of the file: ${section}: { ${name}: }`,
    ...(repair.length > 0 ? { repair } : {}),
    aside: uses.map(({ gone }) => gone).toReversed(),
  };
}

function unknownService({ service, name }: Undefined, written: Written): Explained {
  const uses = ['depends_on', 'links', 'network_mode', 'volumes_from', 'ipc', 'pid'].flatMap((key) => usesOf(key, service, name, written));
  const path = uses[0]?.path ?? ['services', service];
  const aside = uses.map(({ gone }) => gone).toReversed();
  const about = { path, service, aside };
  const profiles = written.at(['services', name, 'profiles']);
  if (written.at(['services', name]) !== undefined) {
    const profile = [profiles].flat()[0];
    return {
      ...about,
      message: `${service} needs ${name}, which belongs to a profile that was not asked for`,
      cause: 'service-in-inactive-profile',
      fix: profile ? `--profile ${String(profile)}, or take profiles away from ${name}` : `run ${name} too`,
    };
  }
  const others = written.keysOf(['services']).filter((one) => one !== service && !one.startsWith('x-'));
  const free = others.filter((one) => usesOf('depends_on', service, one, written).length === 0);
  // Where there is only one other service, it is the one that was meant.
  const running = free.filter((one) => imageName(written.at(['services', one, 'image'])) === name);
  const meant =
    nearest(name, free) ??
    (running.length === 1 ? running[0] : undefined) ??
    (free.length === 1 && others.length === 1 && !needs(free[0] ?? '', service, written) ? free[0] : undefined);
  return {
    ...about,
    message: `${service} needs a service ${name}, and there is none`,
    cause: 'invalid-compose',
    fix: meant
      ? `did you mean ${meant}?`
      : others.length > 0
        ? `there are: ${others.join(', ')}`
        : `add ${name}, or remove it from ${String(path[2] ?? service)}`,
    ...(meant && uses.length > 0 ? { repair: uses.map((use) => use.instead(meant)) } : {}),
  };
}

/** `postgres` of `docker.io/library/postgres:16`. */
function imageName(image: unknown): string | undefined {
  return typeof image === 'string' ? /([^/:@]+)(?:[:@][^/]*)?$/.exec(image)?.[1] : undefined;
}

function needs(service: string, other: string, written: Written): boolean {
  return usesOf('depends_on', service, other, written).length > 0;
}

interface Use {
  path: (string | number)[];
  instead(name: string): Edit;
  gone: Edit;
}

/** Where a service's key names something, in whatever form. */
function usesOf(key: string, service: string, name: string, written: Written): Use[] {
  const base = ['services', service, key];
  const value = written.at(base);
  if (isMap(value)) {
    const path = [...base, name];
    return name in value ? [{ path, instead: (to) => ({ edit: 'rename', path, to }), gone: { edit: 'remove', path } }] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => {
      const path = [...base, index];
      const renamed = renamedItem(item, name);
      if (!renamed) return [];
      return [
        {
          path,
          instead: (to: string): Edit => ({ edit: 'set', path: isMap(item) ? [...path, 'source'] : path, value: renamed(to) }),
          gone: { edit: 'remove', path } as const,
        },
      ];
    });
  }
  const namespace = value === `service:${name}`;
  return namespace
    ? [{ path: base, instead: (to) => ({ edit: 'set', path: base, value: `service:${to}` }), gone: { edit: 'remove', path: base } }]
    : [];
}

/** `data`, `data:/path`, `{ source: data }`. */
function renamedItem(item: unknown, name: string): ((to: string) => string) | undefined {
  if (isMap(item)) return item['source'] === name ? (to) => to : undefined;
  if (typeof item !== 'string') return undefined;
  return item === name || item.startsWith(`${name}:`) ? (to) => to + item.slice(name.length) : undefined;
}
