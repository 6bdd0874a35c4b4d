import { relative } from 'node:path';
import type { ComposeMount, ComposeService } from '../../../deploy/model/compose-file.ts';
import type { Power, Reach } from '../power.ts';
import { power } from './containers.ts';

/** What a container sees of the machine's files outside of the tree. */
export function mountPowers(service: ComposeService, reach: Reach): Power[] {
  return [
    ...(service.volumes ?? []).flatMap((mount) => (mount.type === 'bind' ? bindPowers(mount, reach) : otherPowers(mount, reach))),
    ...(service['use_api_socket'] ? [power('engine', "would get the engine's socket")] : []),
    ...enginePowers(service),
  ];
}

function bindPowers({ source = '', read_only: isReadOnly, ...mount }: ComposeMount, { place }: Reach): Power[] {
  const { inside, path } = place(source);
  const propagation = String(Object(mount['bind'])['propagation'] ?? '');
  return [...(inside ? [] : [folderPower(path, isReadOnly !== true)]), ...sharing(propagation)];
}

/** A folder or file of the machine that a container gets, by a bind or by a volume that stands for one. */
export function folderPower(path: string, writable: boolean): Power {
  const keys = [path, ...(writable ? [`${path} writable`] : [])];
  if (holdsSocket(path)) return power('engine', `would get the engine's socket, by ${path}`, path);
  return power('mount', `would get ${path} of the machine, ${writable ? 'to write' : 'to read'}`, ...keys);
}

function sharing(propagation: string): Power[] {
  return /shared|slave/.test(propagation) ? [power('mount', `would share mounts with the machine (${propagation})`, propagation)] : [];
}

/** A name in the model that is declared by nobody is a path that Compose did not resolve. */
function otherPowers({ type, source }: ComposeMount, { compose }: Reach): Power[] {
  if (type === 'tmpfs' || type === 'image' || (type === 'volume' && (!source || compose.volumes?.[source] !== undefined))) return [];
  if (type === 'volume' && source && source in (compose.volumes ?? {})) return [];
  return [power('mount', `would get ${source ?? 'something'} of the machine (${type})`, `${type} ${source ?? ''}`)];
}

/** Whether an engine is spoken to through this file, or through one that lies in this folder. */
function holdsSocket(path: string): boolean {
  if (/(?:docker|podman|containerd|buildkitd?|crio|cri-dockerd)[\w.-]*\.sock$/.test(path)) return true;
  const isAbove = (socket: string) => path === '/' || !relative(path, socket).startsWith('..');
  return sockets.some(isAbove) || /^(?:\/var)?\/run\/user\/\d+(?:\/(?:docker|podman))?$/.test(path);
}

const folders = ['/run', '/var/run'];
const sockets = [
  ...folders.flatMap((folder) => [`${folder}/docker.sock`, `${folder}/podman/podman.sock`, `${folder}/containerd/containerd.sock`]),
  ...folders.flatMap((folder) => [`${folder}/crio/crio.sock`, `${folder}/buildkit/buildkitd.sock`, `${folder}/user/0/docker.sock`]),
  '/var/lib/docker/containers',
  '/proc/1/root/run/docker.sock',
];

/** An engine that listens on the network, and the clients' own variable for it. */
function enginePowers({ environment = {} }: ComposeService): Power[] {
  return ['DOCKER_HOST', 'CONTAINER_HOST', 'BUILDKIT_HOST'].flatMap((name) => {
    const address = environment[name];
    return address ? [power('engine', `would speak to an engine, by ${name}=${address}`, `${name}=${address}`)] : [];
  });
}
