import type { Identity } from '../deploy/model/stack.ts';

/** Whose data the standing stack has: volumes that are named, or come from elsewhere, are the very ones of the instance. */
export function dataNotes({ volumes }: Record<string, unknown>, { project, instance }: Pick<Identity, 'project' | 'instance'>): string[] {
  const all = Object.entries((volumes ?? {}) as Record<string, { name?: unknown; external?: unknown } | null>);
  const shared = all.flatMap(([key, volume]) => (volume?.external || volume?.name !== undefined ? [key] : []));
  const who = `${project}/${instance}`;
  if (all.length === 0) return [];
  if (shared.length === 0) return [`Volumes are its own and begin empty: the data of ${who} stays with that.`];
  const own = all.map(([key]) => key).filter((key) => !shared.includes(key));
  return [
    ...(own.length > 0 ? [`${own.join(', ')}: a volume of its own, which begins empty: the data of ${who} stays with that`] : []),
    `${shared.join(', ')}: the very volume that ${who} uses, with its data: never run both at once`,
  ];
}
