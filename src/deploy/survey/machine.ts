import { fileLimits, diskSpace, limitsOf, lowestUnprivilegedPort, machineLoad, routedSubnets } from '../../system/machine.ts';
import { subnetsLeft } from '../model/address-pools.ts';
import type { Machine } from '../model/machine.ts';
import type { Facts } from '../model/observed.ts';
import type { Stack } from '../model/stack.ts';

/** What the engine's machine has left, as far as the stack asks for it. */
export async function surveyMachine(stack: Stack, { engine, info, networks }: Facts): Promise<Machine> {
  const { local, kind } = engine;
  const rootless = info?.rootless ?? engine.id.startsWith('podman:unix:///run/user/');
  const asksForFiles = Object.values(stack.compose.services).some(({ ulimits }) => ulimits !== undefined);
  const [space, files, lowestPort, routes, load] = await Promise.all([
    local && info?.rootDirectory ? diskSpace(info.rootDirectory) : undefined,
    local && asksForFiles && kind === 'docker' ? mostOpenFiles(rootless) : undefined,
    local && rootless ? lowestUnprivilegedPort() : undefined,
    local ? routedSubnets() : [],
    local && !info ? machineLoad() : undefined,
  ]);
  const memoryBytes = info?.memoryBytes ?? load?.memoryBytes;
  const held = networks.flatMap(({ subnets }) => subnets);
  return {
    ...(memoryBytes !== undefined && { memoryBytes }),
    ...(info?.cpus !== undefined && { cpus: info.cpus }),
    ...(info && space && { disk: { path: info.rootDirectory, space } }),
    ...(files !== undefined && { mostOpenFiles: files }),
    ...(lowestPort !== undefined && { lowestPort }),
    ...(info && {
      subnets: { ...subnetsLeft(info.addressPools, held), leftBesideRoutes: subnetsLeft(info.addressPools, [...held, ...routes]).left },
    }),
  };
}

/** A container gets its limits from the containerd that starts it, which may raise its own only with the right to; nobody gets past the kernel's. */
async function mostOpenFiles(rootless: boolean): Promise<number | undefined> {
  const [{ mostOfOne }, starters] = await Promise.all([fileLimits(), rootless ? [] : limitsOf(['containerd'])]);
  if (mostOfOne === undefined) return undefined;
  const most = starters.map(({ openFiles, mayRaise }) => (mayRaise ? mostOfOne : Math.min(openFiles, mostOfOne)));
  return most.length > 0 ? Math.max(...most) : mostOfOne;
}
