import type { Images } from '../../deploy/model/image.ts';

/** Something that base had, and that showed whether it works. */
export interface Loss {
  service?: string;
  /** In a word or two, such as `healthcheck`. */
  what: string;
  /** One sentence. */
  detail: string;
}

/** What the resolved models do not say; each part is by service, where it is known. */
export interface Known {
  /** As they were built or pulled: a healthcheck may be the image's own. */
  images?: { base?: Images; now?: Images };
  /** Their texts: a healthcheck may stand there, and what an image is made from. */
  dockerfiles?: { base?: Record<string, string>; now?: Record<string, string> };
  /** Whether an image can be had; by default it can. */
  isAvailable?: (reference: string) => boolean;
}
