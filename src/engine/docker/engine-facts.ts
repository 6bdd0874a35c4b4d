import { release } from 'node:os';
import type Dockerode from 'dockerode';
import type { EngineFacts } from '../../deploy/model/observed.ts';
import { listDirectory } from '../../system/read.ts';
import { exists } from '../../system/exists.ts';

/** `url` is the engine's address as DOCKER_HOST writes it. */
export async function readEngineFacts(docker: Dockerode, url: string): Promise<EngineFacts> {
  const version = await docker.version();
  const kind = version.Components?.some(({ Name }) => Name.startsWith('Podman')) ? 'podman' : 'docker';
  // A desktop's engine answers on a socket of this machine, but runs in a virtual machine with a kernel of its own.
  const local = url.startsWith('unix://') && process.platform === 'linux' && version.KernelVersion === release();
  return {
    kind,
    version: version.Version,
    startInterval: kind === 'docker' && isAtLeast(version.ApiVersion, 1, 44),
    // The virtual machine that Podman brings along elsewhere has systemd.
    runsHealthchecks: kind === 'docker' || !local || (await exists('/run/systemd/system')),
    local,
    host: hostOf(url),
    ...(version.Arch ? { architecture: version.Arch } : {}),
    ...(local ? { emulates: await hasEmulation() } : {}),
    // Podman makes up a new ID for each answer, and takes a third of a second for it.
    id: kind === 'docker' ? ((await docker.info()) as { ID: string }).ID : `podman:${url}`,
  };
}

/** Linux runs programs of other machines through what is registered there (binfmt_misc); `register` and `status` are always listed. */
async function hasEmulation(): Promise<boolean> {
  const registered = await listDirectory('/proc/sys/fs/binfmt_misc');
  return typeof registered !== 'string' && registered.some((name) => /^qemu-|rosetta|FEX/i.test(name));
}

function isAtLeast(apiVersion: string, major: number, minor: number): boolean {
  const [actualMajor = 0, actualMinor = 0] = apiVersion.split('.').map(Number);
  return actualMajor > major || (actualMajor === major && actualMinor >= minor);
}

/** Where published ports answer. */
function hostOf(url: string): string {
  if (/^(?:unix|npipe):/.test(url)) return '127.0.0.1';
  const { hostname } = new URL(url.includes('://') ? url : `tcp://${url}`);
  return hostname === 'localhost' ? '127.0.0.1' : hostname;
}
