import type { EngineAddress, Surroundings } from './address.ts';
import { fromContext } from './from-context.ts';
import { fromDefaultSocket } from './from-default-socket.ts';
import { fromDesktopSocket } from './from-desktop-socket.ts';
import { fromDockerHost } from './from-docker-host.ts';
import { fromPodmanSocket } from './from-podman-socket.ts';
import { fromRootlessSocket } from './from-rootless-socket.ts';

/** What the user named counts alone, as with docker's own command; only where nothing is named are the usual sockets tried in turn. */
export async function findAddresses(surroundings: Surroundings): Promise<EngineAddress[]> {
  const named = (await fromDockerHost(surroundings)) ?? (await fromContext(surroundings));
  return named ? [named] : usualAddresses(surroundings);
}

/** Sockets of this machine that are there, whether anybody answers or not. */
export async function usualAddresses(surroundings: Surroundings): Promise<EngineAddress[]> {
  const sockets = [fromDefaultSocket, fromRootlessSocket, fromDesktopSocket, fromPodmanSocket];
  const found = await Promise.all(sockets.map((find) => find(surroundings)));
  return found.filter((address) => address !== undefined);
}
