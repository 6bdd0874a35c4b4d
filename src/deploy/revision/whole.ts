import { edgeService } from '../model/edge.ts';
import type { Images } from '../model/image.ts';
import type { Stack } from '../model/stack.ts';

/** A stack, and what its services run. */
export interface Version {
  stack: Stack;
  images: Images;
}

/**
 * All that an instance runs after `up --only`: what was brought up, and the services that were left alone as the version before has them.
 * Without one before they stay left alone.
 */
export function wholeVersion({ stack, images }: Version, before: Version | undefined): Version {
  if (stack.leftAlone.length === 0 || !before) return { stack, images };
  const old = before.stack;
  const edge = stack.leftAlone.includes(edgeService) ? old.edge : stack.edge;
  const isOld = (service: string) => stack.leftAlone.includes(service);
  const kept = <Value>(of: Record<string, Value>): Record<string, Value> =>
    Object.fromEntries(Object.entries(of).filter(([service]) => isOld(service)));
  const verify = [...(old.settings.verify ?? []).filter(({ service }) => isOld(service)), ...(stack.settings.verify ?? [])];
  return {
    stack: {
      ...stack,
      ...(edge ? { edge } : {}),
      leftAlone: [],
      compose: {
        ...stack.compose,
        services: { ...kept(old.compose.services), ...stack.compose.services },
        networks: { ...old.compose.networks, ...stack.compose.networks },
        volumes: { ...old.compose.volumes, ...stack.compose.volumes },
        ...sourcesOf('secrets', old, stack),
        ...sourcesOf('configs', old, stack),
      },
      settings: { ...stack.settings, ...(verify.length > 0 ? { verify } : {}) },
      leases: [...stack.leases.filter(({ service }) => !isOld(service)), ...old.leases.filter(({ service }) => isOld(service))],
      contents: {
        secrets: { ...old.contents.secrets, ...stack.contents.secrets },
        configs: { ...old.contents.configs, ...stack.contents.configs },
      },
      givenNames: { ...kept(old.givenNames), ...stack.givenNames },
      environment: { ...old.environment, ...stack.environment },
    },
    images: { ...kept(before.images), ...images },
  };
}

/** What secrets and configs are declared, where any are. */
function sourcesOf(kind: 'secrets' | 'configs', old: Stack, now: Stack): Record<string, unknown> {
  const declared = { ...(old.compose[kind] as object | undefined), ...(now.compose[kind] as object | undefined) };
  return Object.keys(declared).length > 0 ? { [kind]: declared } : {};
}
