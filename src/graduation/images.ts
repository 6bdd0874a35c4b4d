import type { ComposeService } from '../deploy/model/compose-file.ts';
import type { Image } from '../deploy/model/image.ts';
import { withoutEscapes } from '../deploy/model/compose-file.ts';

/** The image of a service as the standing file names it, and what is to be said of it there. */
export interface StandingImage {
  image?: string;
  comment?: string;
}

/** Pinned by what runs where a registry knows that under a digest; what is built is built again. `written` is the file's own text. */
export function standingImage(
  written: string | undefined,
  definition: ComposeService,
  seen: Image | undefined,
  built: boolean,
): StandingImage {
  const named = written === undefined ? {} : { image: written };
  if (built) return { ...named, comment: `built here${verified(seen)}` };
  const reference = withoutEscapes(definition.image ?? '');
  if (reference.includes('@')) return named;
  const digest = seen?.digests?.find((one) => repository(one) === repository(reference));
  if (!digest) return { ...named, comment: `no registry's digest is known of it${verified(seen)}` };
  return { image: `${reference}${digest.slice(digest.indexOf('@'))}` };
}

function verified(image: Image | undefined): string {
  return image ? `; what was verified is image ${image.id.replace('sha256:', '').slice(0, 12)}` : '';
}

/** Without tag and digest, and with what Docker leaves out: `redis` is `docker.io/library/redis`. */
function repository(reference: string): string {
  const name = reference.replace(/@.*$/, '').replace(/:[^:/]+$/, '');
  const [host = '', ...rest] = name.split('/');
  if (rest.length === 0) return `docker.io/library/${name}`;
  return /[.:]|^localhost$/.test(host) ? name : `docker.io/${name}`;
}
