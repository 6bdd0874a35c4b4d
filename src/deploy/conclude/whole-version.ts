import type { ComposeFile } from '../model/compose-file.ts';
import type { Images } from '../model/image.ts';
import type { Stack } from '../model/stack.ts';

/** What a revision pins. */
interface Version {
  stack: Stack;
  images: Images;
}

/** The version as all of the instance runs it: services that were left alone (`--only`) as they were before; undefined where that is not known. */
export function wholeVersion({ stack, images }: Version, before: Version | undefined): Version | undefined {
  const alone = new Set(stack.leftAlone);
  if (alone.size === 0) return { stack, images };
  if (!before) return undefined;
  const kept = <Value>(values: Record<string, Value>) =>
    Object.fromEntries(Object.entries(values).filter(([service]) => alone.has(service)));
  const verify = [...(before.stack.settings.verify ?? []).filter(({ service }) => alone.has(service)), ...(stack.settings.verify ?? [])];
  return {
    stack: {
      ...stack,
      compose: joined(stack.compose, before.stack.compose, kept(before.stack.compose.services)),
      settings: { ...stack.settings, ...(verify.length > 0 ? { verify } : {}) },
      leases: [
        ...stack.leases.filter(({ service }) => !alone.has(service)),
        ...before.stack.leases.filter(({ service }) => alone.has(service)),
      ],
      leftAlone: [],
    },
    images: { ...kept(before.images), ...images },
  };
}

function joined(now: ComposeFile, before: ComposeFile, kept: ComposeFile['services']): ComposeFile {
  return {
    ...before,
    ...now,
    services: { ...kept, ...now.services },
    networks: { ...before.networks, ...now.networks },
    volumes: { ...before.volumes, ...now.volumes },
  };
}
