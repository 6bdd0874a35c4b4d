import type { ListedImage } from '../../deploy/model/engine-info.ts';
import type { Image } from '../../deploy/model/image.ts';
import type { FilesInside } from '../../deploy/model/inside.ts';

export interface Images {
  /** Those whose name fits, such as `portside/*`; one that has several names is listed under each of them. */
  listImages(reference: string): Promise<ListedImage[]>;
  /** Undefined where the engine does not have it. */
  inspectImage(reference: string): Promise<Image | undefined>;
  /** Gives an image one more name; takes the name from another that had it. Throws `image-not-found`. */
  tagImage(id: string, reference: string): Promise<void>;
  /** Takes a name away, and the image with its last one. False where a container still uses it; a name that is not there is no error. */
  removeImage(reference: string): Promise<boolean>;
  /** What lies at absolute paths of an image, links followed, without running it: a container is made, never started, and removed. */
  lookInto(imageId: string, paths: string[]): Promise<FilesInside>;
  /** Whether its registry has the image; undefined where that does not answer in time, or will not tell. */
  isInRegistry(reference: string, timeoutMs: number): Promise<boolean | undefined>;
}
