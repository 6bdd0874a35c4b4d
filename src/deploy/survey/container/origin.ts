import { join, posix } from 'node:path';
import type { ComposeService } from '../../model/compose-file.ts';

/** Where a path of a container comes from: its image, a file of this machine (below what is mounted), or what nobody can look into. */
export type Origin = { from: 'image' } | { from: 'host'; root: string; file: string } | { from: 'hidden' };

/** The deepest mount counts. `seesHost`: the engine's folders are those of this machine. */
export function originOf(path: string, definition: ComposeService, seesHost: boolean): Origin {
  const mounts = mountsOf(definition).filter(({ target }) => isBelow(path, target));
  const [deepest] = mounts.toSorted((a, b) => b.target.length - a.target.length);
  if (!deepest) return { from: 'image' };
  if (!deepest.source || !seesHost) return { from: 'hidden' };
  return { from: 'host', root: deepest.source, file: join(deepest.source, posix.relative(deepest.target, path)) };
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

interface Mount {
  target: string;
  /** Of this machine. */
  source?: string;
}

function mountsOf({ volumes, configs, secrets, ...definition }: ComposeService): Mount[] {
  const mounted = (volumes ?? []).map(({ type, source, target }) => ({
    target: posix.normalize(target).replace(/(?<=.)\/$/, ''),
    ...(type === 'bind' && source?.startsWith('/') ? { source } : {}),
  }));
  const temporary = [definition['tmpfs']].flat().flatMap((one) => (typeof one === 'string' ? [{ target: one.split(':')[0] ?? '' }] : []));
  const given = [...targetsOf(configs, '/'), ...targetsOf(secrets, '/run/secrets')].map((target) => ({ target }));
  return [...mounted, ...temporary, ...given, ...engineOwn];
}

function targetsOf(list: { source: string }[] | undefined, folder: string): string[] {
  return (list ?? []).map((one) => posix.resolve(folder, 'target' in one && typeof one.target === 'string' ? one.target : one.source));
}

const engineOwn: Mount[] = ['/proc', '/sys', '/dev', '/etc/hosts', '/etc/hostname', '/etc/resolv.conf'].map((target) => ({ target }));
