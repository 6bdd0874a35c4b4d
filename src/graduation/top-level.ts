import type { ComposeFile } from '../deploy/model/compose-file.ts';
import { isPath } from './paths.ts';
import { type Restoring, restoredDeep } from './restore.ts';

const groups = ['networks', 'volumes', 'secrets', 'configs'] as const;

/** Networks, volumes, secrets and configs, under the names that the files give them. */
export function namedParts(model: ComposeFile, restoring: Restoring & { show(path: string): string }): Record<string, unknown> {
  const parts = groups.flatMap((group) => {
    const entries = Object.entries((model[group] ?? {}) as Record<string, Record<string, unknown> | null>).flatMap(([key, definition]) => {
      const { name, ipam, ...rest } = definition ?? {};
      const own = name === `${model.name}_${key}` || name === undefined ? {} : { name };
      const all = { ...own, ...rest, ...(saysNothing(ipam) ? {} : { ipam }) };
      if (group === 'networks' && key === 'default' && saysNothing(all)) return [];
      const restored = restoredDeep(all, [group, key], restoring) as Record<string, unknown>;
      return [[key, withPathsShown(restored, group, key, restoring.show)]];
    });
    return entries.length > 0 ? [[group, Object.fromEntries(entries) as unknown]] : [];
  });
  return Object.fromEntries(parts) as Record<string, unknown>;
}

function saysNothing(value: unknown): boolean {
  return value === undefined || value === null || JSON.stringify(value) === '{}';
}

function withPathsShown(definition: Record<string, unknown>, group: string, key: string, show: (path: string) => string) {
  return Object.fromEntries(
    Object.entries(definition).map(([name, value]) => [
      name,
      typeof value === 'string' && isPath([group, key, name]) ? show(value) : value,
    ]),
  );
}
