import type { ComposeFileSource, ComposeVolume } from '../../../deploy/model/compose-file.ts';
import type { Power, Reach } from '../power.ts';
import { power } from './containers.ts';
import { folderPower } from './mounts.ts';

/** Where the content of secrets and configs comes from, beyond the tree. */
export function filePowers({ compose, place }: Reach): Power[] {
  const of = (kind: string, declared: Record<string, ComposeFileSource> | undefined) =>
    Object.entries(declared ?? {}).flatMap(([name, source]) => sourcePowers(`the ${kind} ${name}`, source, place));
  return [...of('secret', compose.secrets), ...of('config', compose.configs)];
}

function sourcePowers(name: string, { file, environment, ...source }: ComposeFileSource, place: Reach['place']): Power[] {
  const there = file === undefined ? undefined : place(file);
  return [
    ...(there && !there.inside ? [power('file', `${name} would be read from ${there.path}, outside of the project`, there.path)] : []),
    ...(environment ? [power('variable', `${name} would hold the variable ${environment} of the machine`, environment)] : []),
    ...(source['external'] ? [power('external', `${name} would be one of the engine's own`, name)] : []),
  ];
}

/** Networks and volumes that are not the stack's alone. */
export function sharedPowers({ compose, place }: Reach): Power[] {
  const networks = Object.entries(compose.networks ?? {}).flatMap(([name, network]) => {
    const { external, driver = 'bridge', driver_opts: options } = network ?? {};
    const real = network?.name ?? name;
    if (external) return [power('network', `the network ${real}, which is not the project's own, would be joined`, real)];
    return [
      ...(['bridge', 'overlay', 'none', ''].includes(driver)
        ? []
        : [power('network', `the network ${name} would be made by ${driver}`, driver)]),
      ...Object.entries(options ?? {}).map(([key, value]) =>
        power('network', `the network ${name} would be made with ${key}=${value}`, `${name} ${key}=${value}`),
      ),
    ];
  });
  return [...networks, ...Object.entries(compose.volumes ?? {}).flatMap(([name, volume]) => volumePowers(name, volume, place))];
}

function volumePowers(name: string, volume: ComposeVolume | null, place: Reach['place']): Power[] {
  const { external, driver = 'local', driver_opts: options = {} } = volume ?? {};
  const real = volume?.name ?? name;
  if (external) return [power('volume', `the volume ${real}, which is not the project's own, would be used`, real)];
  if (driver !== 'local' && driver !== '') return [power('volume', `the volume ${name} would be made by ${driver}`, driver)];
  const { device = '', type = '' } = options;
  if (device === '' || type === 'tmpfs') return [];
  if (!device.startsWith('/')) return [power('volume', `the volume ${name} would stand for ${device} (${type})`, `${type} ${device}`)];
  const there = place(device);
  if (there.inside) return [];
  const { detail, ...folder } = folderPower(there.path, true);
  return [{ ...folder, detail: `the volume ${name} ${detail.replace('would get', 'would stand for')}` }];
}
