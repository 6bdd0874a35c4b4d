import { type Explained, type Written, inWords, isMap, ofService } from './explained.ts';
import { isServiceKey } from './known-keys.ts';
import type { Repair } from '../../model/repair.ts';

/** A value of the wrong kind: a text for a list, a list for a map, nothing at all. */
export function wrongType(path: (string | number)[], wanted: string, written: Written): Explained {
  const value = written.at(path);
  const about = { cause: 'invalid-compose' as const, path, ...ofService(path) };
  const aside: Repair = [{ edit: 'remove', path }];
  const misplaced = besideItsService(path, written);
  if (misplaced) return { ...about, ...misplaced };
  const message = `${inWords(path)} must be ${words[wanted] ?? `a ${wanted}`}, and is ${kindOf(value)}`;
  const repair = repaired(path, wanted, value);
  return { ...about, message, fix: fixOf(path, wanted, value), ...(repair ? { repair } : {}), aside };
}

const words: Record<string, string> = {
  mapping: 'a map of keys',
  list: 'a list',
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
  null: 'a text or a list',
};

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (isMap(value)) return 'a map of keys';
  return typeof value === 'string' ? 'a text' : typeof value === 'number' ? 'a number' : String(value);
}

function fixOf(path: (string | number)[], wanted: string, value: unknown): string {
  const key = path.at(-1);
  if (wanted === 'list' && isPlain(value)) return `write ${key}: [${JSON.stringify(String(value))}]`;
  if (wanted === 'list') return `write each of them on a line of its own, after a dash`;
  if (wanted === 'string' && isPlain(value)) return `put it in quotes: "${String(value)}"`;
  if (wanted === 'mapping' && path.length === 2) return `put its keys below it, indented: image: or build: at least`;
  if (wanted === 'mapping') return 'write a key and its value on each line: KEY: value';
  return `write ${words[wanted] ?? `a ${wanted}`}`;
}

/** Only where there is one way to say the same in the right form. */
function repaired(path: (string | number)[], wanted: string, value: unknown): Repair | undefined {
  const set = (right: unknown): Repair => [{ edit: 'set', path, value: right }];
  const key = path.at(-1);
  if (wanted === 'list' && isPlain(value) && !/[\s,]/.test(String(value))) return set([String(value)]);
  if (wanted === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return set(String(value));
  if (wanted === 'string' && typeof key === 'number' && isMap(value)) {
    const [pair, ...more] = Object.entries(value);
    return pair && more.length === 0 && isPlain(pair[1]) && path.at(-2) === 'environment' ? set(`${pair[0]}=${pair[1]}`) : undefined;
  }
  if (wanted !== 'mapping') return undefined;
  if (key === 'environment' && typeof value === 'string' && /^\w+=\S*$/.test(value)) return set([value]);
  if (path[2] === 'depends_on' && path.length === 4 && value === null) return set({ condition: 'service_started' });
  const declares = path.length === 1 && (key === 'volumes' || key === 'networks');
  if (declares && Array.isArray(value) && value.every((name) => typeof name === 'string'))
    return set(Object.fromEntries(value.map((name) => [name, null])));
  const stuck = path.length === 2 && typeof value === 'string' ? /^(image|build):(\S+)$/.exec(value) : null;
  return stuck?.[1] && stuck[2] ? set({ [stuck[1]]: stuck[2] }) : undefined;
}

/** `web:` without anything below it, and `image:` beside it: the keys of a service that were not indented. */
function besideItsService(path: (string | number)[], written: Written): Pick<Explained, 'message' | 'fix' | 'repair'> | undefined {
  const [section, key] = path;
  if (section !== 'services' || path.length !== 2) return undefined;
  const services = written.at(['services']);
  if (!isMap(services)) return undefined;
  const names = Object.keys(services);
  const empty = names.filter((name) => services[name] === null);
  const strays = names.filter(
    (name) =>
      isServiceKey(name) && !(isMap(services[name]) && ('image' in services[name] || 'build' in services[name])) && !empty.includes(name),
  );
  const [owner] = empty;
  // Who the owner is, is certain where only one service has nothing, and the strays come right behind it.
  if (!owner || empty.length > 1 || strays.length === 0 || (key !== owner && !strays.includes(String(key)))) return undefined;
  const from = names.indexOf(owner) + 1;
  const behind = strays.every((name, index) => names[from + index] === name);
  return {
    message: `${strays.join(', ')} stand${strays.length > 1 ? '' : 's'} beside the service ${owner}, not below it`,
    fix: `indent ${strays.join(', ')} below ${owner}`,
    ...(behind ? { repair: strays.map((name) => ({ edit: 'move', path: ['services', name], to: ['services', owner, name] })) } : {}),
  };
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
