import { UserError, exitCode } from '../../contract/user-error.ts';
import type { Engine } from '../../engine/interface.ts';
import { pathKind } from '../../system/read.ts';
import { edgeService } from '../model/edge.ts';
import type { Facts } from '../model/observed.ts';
import type { Revision } from '../model/revision.ts';
import { volumeName } from '../model/volumes.ts';

/** What a revision stands on, and what is not kept with it. */
interface Ground {
  engine: Pick<Engine, 'inspectImage'>;
  facts: Pick<Facts, 'present' | 'engine'>;
  /** Volumes come back with it, from a snapshot: those that one of its snapshots has. */
  restores: boolean;
  /** Names of volumes that a snapshot has which was taken while it ran. */
  kept: ReadonlySet<string>;
}

/** Looks whether all that a revision needs is still there. Throws UserError (exit 3), before anything is touched. */
export async function nothingIsGone(revision: Revision, { engine, facts, restores, kept }: Ground): Promise<void> {
  const images = await missingImages(revision, engine);
  if (images.length > 0)
    throw gone(
      `${images.length > 1 ? 'images' : 'image'} of ${listOf(revision, images)} ${images.length > 1 ? 'are' : 'is'} gone (pruned)`,
      'go back to another one: portside rollback --to N; or bring the files back, and portside up builds it again',
    );
  const volumes = missingVolumes(revision, facts.present.volumes).filter((one) => one.external || !restores || !kept.has(one.name));
  const [volume] = volumes;
  if (volume)
    throw gone(
      `volume ${volumes.map(({ name }) => name).join(', ')} is gone, which r${revision.number}/${volume.service} keeps its data in`,
      wayOut(volume, kept),
    );
  const networks = missingNetworks(revision, facts.present.networks);
  if (networks.length > 0)
    throw gone(
      `network ${networks.join(', ')} is gone, which r${revision.number} joins and Portside does not make`,
      `docker network create ${networks[0]}`,
    );
  const [folder] = facts.engine.local ? await missingBinds(revision) : [];
  if (folder)
    throw gone(
      `${folder.source} is gone, which r${revision.number}/${folder.service} mounts`,
      'files and folders that are mounted are no part of a revision: put it back there first',
    );
}

/** Only one that is nobody's may be made by hand: in the way of an own one it would be a stranger's. */
function wayOut({ name, external }: MissingVolume, kept: ReadonlySet<string>): string {
  if (external) return `docker volume create ${name} makes an empty one`;
  if (kept.has(name)) return 'portside rollback --restore brings it back with its data, from a snapshot';
  return 'no snapshot that was taken while it ran has it; portside up makes an empty one where the files still name it';
}

interface MissingVolume {
  name: string;
  service: string;
  external: boolean;
}

async function missingImages({ images }: Revision, engine: Pick<Engine, 'inspectImage'>): Promise<string[]> {
  const looked = Object.entries(images).map(async ([service, { id }]) => ((await engine.inspectImage(id)) ? [] : [service]));
  return (await Promise.all(looked)).flat();
}

function missingVolumes({ stack }: Revision, present: string[]): MissingVolume[] {
  const declared = stack.compose.volumes ?? {};
  const mounted = Object.entries(stack.compose.services).flatMap(([service, { volumes }]) =>
    (volumes ?? []).flatMap(({ type, source }) => (type === 'volume' && source ? [{ service, key: source }] : [])),
  );
  const missing = mounted.flatMap(({ service, key }) => {
    const volume = declared[key];
    const name = volumeName(key, volume, stack);
    return present.includes(name) ? [] : [{ name, service, external: Boolean(volume?.external) }];
  });
  return [...new Map(missing.map((volume) => [volume.name, volume])).values()];
}

function missingNetworks({ stack }: Revision, present: string[]): string[] {
  return Object.entries(stack.compose.networks ?? {}).flatMap(([key, network]) =>
    network?.external && !present.includes(network.name ?? key) ? [network.name ?? key] : [],
  );
}

async function missingBinds(revision: Revision): Promise<Mounted[]> {
  const looked = boundPaths(revision).map(async (mounted) => ((await pathKind(mounted.source)) === 'missing' ? [mounted] : []));
  return (await Promise.all(looked)).flat();
}

interface Mounted {
  service: string;
  /** An absolute path of the machine. */
  source: string;
}

/** What a revision takes from the machine as it is now: bind mounts, the files of its secrets and configs, and its certificate. */
export function boundPaths({ stack }: Revision): Mounted[] {
  const { certificate } = stack.edge?.site ?? {};
  const pem = certificate ? [certificate.certificate, certificate.key].map((source) => ({ service: edgeService, source })) : [];
  const mounted = Object.entries(stack.compose.services).flatMap(([service, definition]) => {
    const binds = (definition.volumes ?? []).flatMap(({ type, source }) => (type === 'bind' && source ? [source] : []));
    const files = (['secrets', 'configs'] as const).flatMap((kind) =>
      (definition[kind] ?? []).flatMap(({ source }) => {
        const file = (Object(stack.compose[kind]) as Record<string, { file?: unknown }>)[source]?.file;
        return typeof file === 'string' ? [file] : [];
      }),
    );
    return [...binds, ...files].map((source) => ({ service, source }));
  });
  return [...mounted, ...pem];
}

function listOf({ number }: Revision, services: string[]): string {
  return services.map((service) => `r${number}/${service}`).join(', ');
}

function gone(message: string, hint: string): UserError {
  return new UserError({ code: 'revision-incomplete', exit: exitCode.stopped, message, hint });
}
