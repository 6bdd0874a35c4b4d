import type Dockerode from 'dockerode';
import type { Confinement } from '../interface/containers.ts';

/** A confinement in the engine's words. */
export function confined({ binds, scratch, environment, workdir, network, hosts, most }: Confinement): {
  options: Dockerode.ContainerCreateOptions;
  host: Dockerode.HostConfig & { Mounts: Dockerode.MountSettings[] };
} {
  const { processes, memoryBytes } = most;
  return {
    options: { Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`), WorkingDir: workdir },
    host: {
      NetworkMode: network,
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Init: true,
      PidsLimit: processes,
      // Without a limit of its own swap would double it.
      ...(memoryBytes !== undefined && { Memory: memoryBytes, MemorySwap: memoryBytes }),
      ...(Object.keys(hosts).length > 0 && { ExtraHosts: Object.entries(hosts).map(([name, address]) => `${name}:${address}`) }),
      Tmpfs: Object.fromEntries(scratch.map((path) => [path, 'rw,exec,nosuid,nodev,mode=1777'])),
      // Docker sets it by itself, Podman does not: a name's own port may be below 1024.
      ...(network === 'none' && { Sysctls: { 'net.ipv4.ip_unprivileged_port_start': '0' } }),
      Mounts: binds.map(({ source, target, readOnly = false }) => ({ Type: 'bind', Source: source, Target: target, ReadOnly: readOnly })),
    },
  };
}
