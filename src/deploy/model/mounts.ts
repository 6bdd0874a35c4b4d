import type { ComposeFile, ComposeMount, ComposeVolume } from './compose-file.ts';

/** The engine's socket and the machine's own clocks and devices are shared by design. */
export function isWritableFolder({ type, source, read_only: readOnly }: ComposeMount): boolean {
  return type === 'bind' && !readOnly && !/^\/(?:dev|etc|proc|run|sys|var\/run)(?:\/|$)/.test(source ?? '');
}

/** Whether its services keep data where no removal of an instance reaches: in folders of the machine, in volumes that are not the project's. */
export function writesOutside({ services, volumes }: ComposeFile): boolean {
  const mounts = Object.values(services).flatMap((service) => service.volumes ?? []);
  return mounts.some((mount) => isWritableFolder(mount) || (mount.type === 'volume' && volumes?.[mount.source ?? '']?.external === true));
}

/** The folder of the machine that a volume of the local driver stands for: `driver_opts: { type: none, o: bind, device: /srv/data }`. */
export function boundFolder(volume: ComposeVolume | null | undefined): string | undefined {
  const { device, o } = volume?.driver_opts ?? {};
  const local = volume?.driver === undefined || volume.driver === 'local';
  return local && !volume?.external && device?.startsWith('/') && o?.split(',').some((option) => option === 'bind' || option === 'rbind')
    ? device
    : undefined;
}

export function boundFolders({ volumes }: ComposeFile): string[] {
  return Object.values(volumes ?? {}).flatMap((volume) => boundFolder(volume) ?? []);
}
