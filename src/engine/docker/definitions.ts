import type Dockerode from 'dockerode';
import type { ComposeNetwork, ComposeVolume } from '../../deploy/model/compose-file.ts';
import type { OwnContainer } from '../interface/containers.ts';
import { confined } from './confinement.ts';

/** Compose's definition of a network, in the engine's words. */
export function networkOptions(name: string, definition: ComposeNetwork, labels: Record<string, string>): Dockerode.NetworkCreateOptions {
  const { driver, driver_opts: options, internal, attachable, enable_ipv6: ipv6, ipam } = definition;
  return {
    Name: name,
    // Before API 1.44 the engine takes a second network of the same name unless asked.
    CheckDuplicate: true,
    Labels: { ...definition.labels, ...labels },
    ...(driver && { Driver: driver }),
    ...(options && { Options: texts(options) }),
    ...(internal && { Internal: true }),
    ...(attachable && { Attachable: true }),
    ...(ipv6 && { EnableIPv6: true }),
    ...(ipam && { IPAM: { Driver: ipam.driver ?? 'default', Config: (ipam.config ?? []).map(pool), Options: ipam.options ?? {} } }),
  };
}

export function volumeOptions(name: string, definition: ComposeVolume, labels: Record<string, string>): Dockerode.VolumeCreateOptions {
  const { driver, driver_opts: options } = definition;
  return {
    Name: name,
    Labels: { ...definition.labels, ...labels },
    ...(driver && { Driver: driver }),
    ...(options && { DriverOpts: texts(options) }),
  };
}

export function ownContainerOptions(options: OwnContainer): Dockerode.ContainerCreateOptions {
  const { image, command, entrypoint, mounts, labels, user, confinement } = options;
  const shut = confinement && confined(confinement);
  return {
    ...shut?.options,
    Image: image,
    ...(command && { Cmd: command }),
    ...(entrypoint && { Entrypoint: entrypoint }),
    ...(user !== undefined && { User: user }),
    Labels: labels,
    HostConfig: { NetworkMode: 'none', ...shut?.host, Mounts: [...mounts.map(mount), ...(shut?.host.Mounts ?? [])] },
  };
}

function mount({ volume, target, readOnly = false }: OwnContainer['mounts'][number]): Dockerode.MountSettings {
  return {
    Type: 'volume',
    Source: volume,
    Target: target,
    ReadOnly: readOnly,
    VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } },
  };
}

interface Pool {
  Subnet?: string;
  Gateway?: string;
  IPRange?: string;
  AuxiliaryAddresses?: Record<string, string>;
}

function pool({ subnet, gateway, ip_range: range, aux_addresses: reserved }: Record<string, unknown>): Pool {
  return {
    ...(typeof subnet === 'string' && { Subnet: subnet }),
    ...(typeof gateway === 'string' && { Gateway: gateway }),
    ...(typeof range === 'string' && { IPRange: range }),
    ...(typeof reserved === 'object' && reserved !== null && { AuxiliaryAddresses: texts(reserved) }),
  };
}

/** YAML makes numbers and booleans of what the engine wants as text. */
function texts(values: object): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}
