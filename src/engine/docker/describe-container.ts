import type Dockerode from 'dockerode';
import type { ContainerDetails, Health } from '../../deploy/model/container.ts';
import { composeLabel } from '../../deploy/model/labels.ts';
import type { ContainerState, ObservedContainer } from '../../deploy/model/observed.ts';

const numberLabel = 'com.docker.compose.container-number';
const oneOffLabel = 'com.docker.compose.oneoff';

/** A line of the engine's listing. */
export function observedContainer(listed: Dockerode.ContainerInfo): ObservedContainer {
  const labels = listed.Labels ?? {};
  const exitCode = /^Exited \((\d+)\)/.exec(listed.Status)?.[1];
  return {
    id: listed.Id,
    name: (listed.Names[0] ?? listed.Id).replace(/^\//, ''),
    composeName: labels[composeLabel.project] ?? '',
    service: labels[composeLabel.service] ?? '',
    number: Number(labels[numberLabel] ?? 1),
    imageId: listed.ImageID,
    labels,
    state: stateOf(listed.State),
    health: healthInStatus(listed.Status),
    published: (listed.Ports ?? []).flatMap((port) =>
      port.PublicPort ? [{ target: port.PrivatePort, protocol: port.Type, port: port.PublicPort, hostIp: port.IP ?? '' }] : [],
    ),
    ...(exitCode !== undefined && { exitCode: Number(exitCode) }),
    volumes: (listed.Mounts ?? []).flatMap((mount) =>
      mount.Type === 'volume' && mount.Name ? [{ name: mount.Name, target: mount.Destination }] : [],
    ),
    oneOff: isOneOff(labels),
    createdAt: listed.Created * 1000,
  };
}

export function containerDetails(inspected: Dockerode.ContainerInspectInfo): ContainerDetails {
  const { State: state, Config: config, NetworkSettings: network } = inspected;
  const running = state.Status === 'running' || state.Status === 'paused';
  return {
    id: inspected.Id,
    name: inspected.Name.replace(/^\//, ''),
    // What `docker compose run` made says nothing about its service.
    service: isOneOff(config.Labels) ? '' : (config.Labels?.[composeLabel.service] ?? ''),
    imageId: inspected.Image,
    state: stateOf(state.Status),
    health: config.Healthcheck?.Test?.[0] === 'NONE' ? 'none' : healthOf(state.Health?.Status),
    healthLog: (state.Health?.Log ?? []).map((probe) => ({ exitCode: probe.ExitCode, output: probe.Output })),
    exitCode: state.ExitCode,
    oomKilled: state.OOMKilled,
    error: state.Error ?? '',
    restartCount: inspected.RestartCount ?? 0,
    startedAt: epochMs(state.StartedAt),
    pid: running ? state.Pid : 0,
    addresses: Object.fromEntries(
      Object.entries(network.Networks ?? {}).flatMap(([name, { IPAddress }]) => (IPAddress ? [[name, IPAddress]] : [])),
    ),
  };
}

function isOneOff(labels: Record<string, string> | undefined): boolean {
  return labels?.[oneOffLabel]?.toLowerCase() === 'true';
}

/** Podman has `configured`, `initialized` and `stopped` too. */
function stateOf(state: string): ContainerState {
  switch (state) {
    case 'configured':
    case 'initialized':
      return 'created';
    case 'stopped':
    case 'stopping':
      return 'exited';
    case 'created':
    case 'running':
    case 'paused':
    case 'restarting':
    case 'removing':
    case 'exited':
      return state;
    default:
      return 'dead';
  }
}

export function healthOf(status: string | undefined): Health {
  return status === 'starting' || status === 'healthy' || status === 'unhealthy' ? status : 'none';
}

/** `Up 3 seconds (health: starting)`, `Up 2 minutes (healthy)`; Podman leaves `health: ` out. */
function healthInStatus(status: string): Health {
  return healthOf(/\((?:health: )?(starting|healthy|unhealthy)\)/.exec(status)?.[1]);
}

/** The year 1 stands for never. */
function epochMs(iso: string): number {
  const ms = Date.parse(iso);
  return ms > 0 ? ms : 0;
}
