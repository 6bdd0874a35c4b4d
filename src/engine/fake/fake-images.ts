import type { Image } from '../../deploy/model/image.ts';
import type { FilesInside } from '../../deploy/model/inside.ts';
import { EngineError } from '../interface.ts';
import type { Images } from '../interface/images.ts';
import type { FakeContainer } from './fake-container.ts';

export interface ImageWorld {
  containers: Map<string, FakeContainer>;
  /** By name. */
  images: Map<string, Image>;
}

export interface ImagePutter {
  addImage(image: Image, files?: FilesInside): void;
  addToRegistry(reference: string, isThere: boolean): void;
}

export function fakeImages({ containers, images }: ImageWorld): Images & ImagePutter {
  const files = new Map<string, FilesInside>();
  const registry = new Map<string, boolean>();
  const find = (reference: string) => findImage(images, reference);

  return {
    addImage(image, inside = {}) {
      files.set(image.id, inside);
      images.set(image.reference, image);
    },
    addToRegistry: (reference, isThere) => void registry.set(reference, isThere),
    listImages: async (pattern) =>
      [...images.values()]
        .filter(({ reference }) => reference.startsWith(pattern.replace(/\*.*$/, '')))
        .map(({ id, reference }) => ({ id, reference, bytes: 0 })),
    inspectImage: async (reference) => find(reference),
    async tagImage(id, reference) {
      const image = find(id);
      if (!image) throw new EngineError('image-not-found', `no such image: ${id}`);
      images.set(reference, { ...image, reference });
    },
    async removeImage(reference) {
      const image = find(reference);
      if (!image) return true;
      const names = [...images.values()].filter(({ id }) => id === image.id);
      if (names.length === 1 && [...containers.values()].some(({ details }) => details.imageId === image.id)) return false;
      images.delete(image.reference);
      return true;
    },
    async lookInto(imageId, paths) {
      if (!find(imageId)) throw new EngineError('image-not-found', `no such image: ${imageId}`);
      return Object.fromEntries(paths.map((path) => [path, files.get(imageId)?.[path] ?? { kind: 'missing' as const, path }]));
    },
    isInRegistry: async (reference) => registry.get(reference),
  };
}

/** By name or id. */
export function findImage(images: Map<string, Image>, reference: string): Image | undefined {
  return images.get(reference) ?? [...images.values()].find(({ id }) => id === reference);
}
