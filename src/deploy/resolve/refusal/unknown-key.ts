import { nearest } from '../../../contract/nearest.ts';
import { type Explained, type Written, inWords, isMap, keysIn, ofService } from './explained.ts';
import { isServiceKey, keysAt, synonymOf } from './known-keys.ts';

/** A key that is misspelt, that stands in the wrong place, or that Compose has not. */
export function unknownKey(path: (string | number)[], key: string, written: Written): Explained {
  const place = [...path, key];
  const aside = [{ edit: 'remove' as const, path: place }];
  const about = { cause: 'invalid-compose' as const, path: place, ...ofService(place) };
  if (path.length === 0) {
    const services = looksLikeServices(written);
    if (services.includes(key)) return serviceAtTheTop(key, services, written);
  }
  if (path.length === 1 && path[0] === 'services') {
    const fix = 'names of services have letters, digits, dots, dashes and underscores';
    return { ...about, message: `a service cannot be called ${JSON.stringify(key)}`, fix, aside };
  }
  const where = path.length === 0 ? 'the file' : inWords(path);
  const message = `${where} has a key ${key}, which Compose does not know`;
  const present = keysIn(written.at(path));
  const known = keysAt(path).filter((one) => !present.includes(one));
  const meant = synonymOf(key, known) ?? nearest(key, known);
  if (!meant) return { ...about, message, fix: `remove it; keys of your own begin with x-`, aside };
  const certain = key.length > 3 || synonymOf(key, known) !== undefined;
  return {
    ...about,
    message,
    fix: `did you mean ${meant}?`,
    ...(certain ? { repair: [{ edit: 'rename', path: place, to: meant }] } : {}),
    aside,
  };
}

/** Keys at the top of a file that only make sense below `services`. */
function looksLikeServices({ documents }: Written): string[] {
  return documents.flatMap(({ data }) =>
    Object.entries(isMap(data) ? data : {}).flatMap(([name, value]) => {
      if (keysAt([]).includes(name) || name.startsWith('x-') || !isMap(value)) return [];
      const keys = Object.keys(value);
      return keys.length > 0 && keys.every(isServiceKey) && ('image' in value || 'build' in value) ? [name] : [];
    }),
  );
}

function serviceAtTheTop(key: string, all: string[], written: Written): Explained {
  const taken = written.keysOf(['services']);
  const free = all.every((name) => !taken.includes(name)) && new Set(all).size === all.length;
  const repair = all.map((name) => ({ edit: 'move' as const, path: [name], to: ['services', name] }));
  return {
    message: `${all.length > 1 ? `${all.join(', ')} look like services and stand` : `${key} looks like a service and stands`} at the top of the file, not below services`,
    cause: 'invalid-compose',
    path: [key],
    service: key,
    fix: `put services: above ${all.length > 1 ? 'them' : 'it'}, and indent what stands below`,
    ...(free ? { repair } : {}),
    aside: all.map((name) => ({ edit: 'remove', path: [name] })),
  };
}
