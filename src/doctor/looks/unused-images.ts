import { inBytes } from '../../deploy/model/bytes.ts';
import { planFileImages } from '../plan-images.ts';
import type { Look } from '../look.ts';

/** Images that Portside built and nobody uses: named, never removed. */
export const unusedImages: Look = {
  group: 'leftovers',
  name: 'images',
  async lookAtEngine({ engine, containers }, tools) {
    const [images, planned] = await Promise.all([engine.listImages('portside/*'), planFileImages(tools)]);
    // Podman lists the other names of an image too.
    const built = images.filter(({ reference }) => reference.startsWith('portside/'));
    const used = new Set([...containers.map(({ imageId }) => imageId), ...planned]);
    const unused = built.filter(({ id, reference }) => !used.has(id) && !used.has(id.replace('sha256:', '')) && !used.has(reference));
    if (unused.length === 0) return [];
    const sizes = new Map(unused.map(({ id, bytes }) => [id, bytes]));
    const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    return [
      {
        level: 'note',
        message: `${sizes.size} image${sizes.size > 1 ? 's' : ''} that Portside built and nobody uses, up to ${inBytes(bytes)}`,
        repair: `docker rmi ${unused.map(({ reference }) => reference).join(' ')}`,
        details: unused.map((image) => `${image.reference}: ${inBytes(image.bytes)}`),
      },
    ];
  },
};
