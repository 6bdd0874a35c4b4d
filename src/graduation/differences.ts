import type { ComposeFile, ComposeService } from '../deploy/model/compose-file.ts';

/** Where two models of one stack differ in what would run: paths, and never a value. */
export function differences(wanted: ComposeFile, standing: ComposeFile): string[] {
  const services = Object.entries(wanted.services).flatMap(([name, service]) => {
    const other = standing.services[name];
    return other ? compare(plain(service), plain(other), `services.${name}`) : [`services.${name}`];
  });
  const parts = (['networks', 'volumes', 'secrets', 'configs'] as const).flatMap((group) =>
    Object.entries(wanted[group] ?? {}).flatMap(([key, part]) => compare(part ?? {}, standing[group]?.[key] ?? {}, `${group}.${key}`)),
  );
  return [...services, ...parts];
}

/** Without what is meant to differ: images are pinned, profiles gone, env files named instead of read. */
function plain({ image, profiles: _profiles, env_file: _envFile, ports, ...service }: ComposeService): object {
  const sorted = ports?.map((port) => JSON.stringify(Object.entries(port).toSorted())).toSorted();
  return { ...service, image: image?.replace(/@.*$/, ''), ports: sorted };
}

function compare(a: unknown, b: unknown, path: string): string[] {
  if (empty(a) && empty(b)) return [];
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return String(a) === String(b) ? [] : [path];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => !key.startsWith('x-'));
  return keys.flatMap((key) => compare((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}.${key}`));
}

function empty(value: unknown): boolean {
  return value === undefined || value === null || JSON.stringify(value) === '{}' || JSON.stringify(value) === '[]';
}
