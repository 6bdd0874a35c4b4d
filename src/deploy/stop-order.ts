import type { ObservedContainer } from './model/observed.ts';

/** Compose writes a service's dependencies on its containers as `name:condition:restart,…`. */
const dependsOn = 'com.docker.compose.depends_on';

/** Containers in the order to stop them: those of one level side by side, whoever needs somebody before the one it needs. */
export function stopOrder(containers: ObservedContainer[]): ObservedContainer[][] {
  const depths = new Map<string, number>();
  const depthOf = (service: string, path: string[]): number => {
    const known = depths.get(service);
    if (known !== undefined) return known;
    if (path.includes(service)) return 0;
    const users = containers.filter((container) => needs(container).includes(service)).map((container) => container.service);
    const depth = Math.max(-1, ...users.map((user) => depthOf(user, [...path, service]))) + 1;
    depths.set(service, depth);
    return depth;
  };
  const levels = Map.groupBy(containers, (container) => depthOf(container.service, []));
  return [...levels].toSorted(([a], [b]) => a - b).map(([, level]) => level);
}

function needs(container: ObservedContainer): string[] {
  return (container.labels[dependsOn] ?? '').split(',').flatMap((entry) => entry.split(':')[0] || []);
}
