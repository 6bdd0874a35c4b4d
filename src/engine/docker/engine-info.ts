import type Dockerode from 'dockerode';
import type { EngineInfo } from '../../deploy/model/engine-info.ts';

/** Podman answers in the same words, and leaves some out. */
export async function readEngineInfo(docker: Dockerode): Promise<EngineInfo> {
  const [version, info] = await Promise.all([docker.version(), docker.info() as Promise<Answer>]);
  const time = Date.parse(info.SystemTime ?? '');
  const cgroup = info.CgroupVersion;
  return {
    apiVersion: version.ApiVersion,
    storageDriver: info.Driver ?? '',
    rootDirectory: info.DockerRootDir ?? '',
    ...((cgroup === '1' || cgroup === '2') && { cgroupVersion: cgroup }),
    memoryLimit: info.MemoryLimit !== false,
    swapLimit: info.SwapLimit !== false,
    ...(info.MemTotal && { memoryBytes: info.MemTotal }),
    ...(info.NCPU && { cpus: info.NCPU }),
    rootless: (info.SecurityOptions ?? []).some((option) => /\bname=rootless\b|^rootless$/.test(option)),
    addressPools: (info.DefaultAddressPools ?? []).map(({ Base, Size }) => ({ base: Base, size: Size })),
    ...(time > 0 && { time }),
  };
}

interface Answer {
  ID?: string;
  Driver?: string;
  DockerRootDir?: string;
  CgroupVersion?: string;
  MemoryLimit?: boolean;
  SwapLimit?: boolean;
  MemTotal?: number;
  NCPU?: number;
  SecurityOptions?: string[] | null;
  DefaultAddressPools?: { Base: string; Size: number }[] | null;
  SystemTime?: string;
}
