import type Dockerode from 'dockerode';
import type { ListedImage } from '../../deploy/model/engine-info.ts';
import type { Image } from '../../deploy/model/image.ts';

/** The engine counts in nanoseconds; 0 and absent stand for Docker's defaults. */
export function describeImage(reference: string, inspected: Dockerode.ImageInspectInfo): Image {
  const config: ImageConfig = inspected.Config ?? {};
  return {
    id: inspected.Id.startsWith('sha256:') ? inspected.Id : `sha256:${inspected.Id}`,
    reference,
    ...(inspected.RepoDigests?.length && { digests: inspected.RepoDigests }),
    volumes: Object.keys(config.Volumes ?? {}),
    exposed: Object.keys(config.ExposedPorts ?? {}),
    ...(config.User && { user: config.User }),
    ...(config.Entrypoint?.length && { entrypoint: [config.Entrypoint].flat() }),
    ...(config.Cmd?.length && { command: config.Cmd }),
    ...(config.WorkingDir && { workdir: config.WorkingDir }),
    ...(config.Env?.length && { environment: Object.fromEntries(config.Env.map(nameAndValue)) }),
    ...(config.Shell?.length && { shell: config.Shell }),
    ...(inspected.Os && { os: inspected.Os }),
    ...(inspected.Architecture && { architecture: inspected.Architecture }),
    ...healthcheckOf(config.Healthcheck),
  };
}

/** Those whose names fit the pattern: Podman lists an image under all its names, each with a registry's before it. */
export function listedImages(listed: Dockerode.ImageInfo[], pattern: string): ListedImage[] {
  const wanted = globOf(pattern);
  return listed.flatMap(({ Id, RepoTags, Size }) =>
    (RepoTags ?? []).map(familiar).flatMap((reference) => {
      const fits = wanted.test(reference) || wanted.test(reference.replace(/:[^:/]+$/, ''));
      return fits ? [{ id: Id.startsWith('sha256:') ? Id : `sha256:${Id}`, reference, bytes: Size }] : [];
    }),
  );
}

/** As Docker shows a name: `localhost/` is Podman's, for what was built here. */
function familiar(tag: string): string {
  return tag.replace(/^(?:localhost|docker\.io(?:\/library)?)\//, '');
}

/** A star stands for anything but a slash, as in the engine's filter. */
function globOf(pattern: string): RegExp {
  const plain = familiar(pattern).replaceAll(/[.+^${}()|[\]\\?]/g, String.raw`\$&`);
  return new RegExp(`^${plain.replaceAll('*', '[^/]*')}$`);
}

interface ImageConfig {
  User?: string;
  Entrypoint?: string | string[] | null | undefined;
  Cmd?: string[] | null;
  WorkingDir?: string;
  Env?: string[] | null;
  Shell?: string[] | null;
  Volumes?: Record<string, unknown> | null;
  ExposedPorts?: Record<string, unknown> | null;
  Healthcheck?: Dockerode.HealthConfig | null | undefined;
}

function healthcheckOf(healthcheck: Dockerode.HealthConfig | null | undefined): Pick<Image, 'healthcheck'> {
  const test = healthcheck?.Test ?? [];
  if (!healthcheck || test.length === 0 || test[0] === 'NONE') return {};
  return {
    healthcheck: {
      test,
      intervalMs: milliseconds(healthcheck.Interval) || 30_000,
      timeoutMs: milliseconds(healthcheck.Timeout) || 30_000,
      retries: healthcheck.Retries || 3,
      startPeriodMs: milliseconds(healthcheck.StartPeriod),
    },
  };
}

function nameAndValue(line: string): [string, string] {
  const [name = ''] = line.split('=', 1);
  return [name, line.slice(name.length + 1)];
}

function milliseconds(nanoseconds: number | undefined): number {
  return (nanoseconds ?? 0) / 1e6;
}
