import type { ComposeFile, ComposeNetwork, ComposeService, ComposeVolume } from '../model/compose-file.ts';
import { hashOf } from '../model/hash.ts';
import type { Contents } from '../model/stack.ts';
import { inDependencyOrder, joinedServices, restartedWith } from './needs.ts';

/** What the services stand on: the instance's networks and volumes, by key, and what its secrets and configs hold. */
interface Ground {
  networks: Record<string, ComposeNetwork>;
  volumes: Record<string, ComposeVolume>;
  contents: Contents;
}

/** service → `portside.hash`. A service that joins another's namespaces or volumes is made anew with it: they end with its container; so is one that wants to be restarted with it. */
export function serviceHashes(file: ComposeFile, ground: Ground): Record<string, string> {
  const hashes: Record<string, string> = {};
  for (const service of inDependencyOrder(file)) {
    const definition = file.services[service] ?? {};
    const hosts = [...joinedServices(definition), ...restartedWith(definition)].flatMap((name) => hashes[name] ?? []);
    hashes[service] = serviceHash(definition, { hosts, sources: sourcesOf(definition, file, ground.contents) }, ground);
  }
  return hashes;
}

/** Everything that makes a container what it is; how many there are and what they wait for does not. */
function serviceHash(definition: ComposeService, drawsOn: { hosts: string[]; sources: unknown[] }, { networks, volumes }: Ground): string {
  const { depends_on: _needs, scale: _scale, deploy, ...shape } = definition;
  const { replicas: _replicas, ...limits } = deploy ?? {};
  const joined = Object.keys(definition.networks ?? {}).map((key) => networks[key]);
  const mounted = (definition.volumes ?? []).map((mount) => volumes[mount.source ?? '']);
  return hashOf({ shape, limits, joined, mounted, ...drawsOn });
}

/** The secrets and configs that it is given, as the file defines them and as they are now. */
function sourcesOf(definition: ComposeService, file: ComposeFile, contents: Contents): unknown[] {
  return (['secrets', 'configs'] as const).flatMap((kind) => {
    const declared = Object(file[kind]) as Record<string, unknown>;
    return (definition[kind] ?? []).map(({ source }) => ({ declared: declared[source], content: contents[kind][source] }));
  });
}
