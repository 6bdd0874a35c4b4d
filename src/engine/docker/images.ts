import type Dockerode from 'dockerode';
import { engineError, isInUse } from '../classify.ts';
import type { Images } from '../interface/images.ts';
import { ask, unlessGone } from './asking.ts';
import { describeImage, listedImages } from './describe-image.ts';
import { lookInto } from './look-into.ts';
import { askRegistry } from './registry.ts';

export function dockerImages(docker: Dockerode): Images {
  return {
    async listImages(reference) {
      return listedImages(await ask(docker.listImages({ filters: { reference: [reference] } })), reference);
    },
    async inspectImage(reference) {
      const inspected = await unlessGone(docker.getImage(reference).inspect());
      return inspected && describeImage(reference, inspected);
    },
    async tagImage(id, reference) {
      await ask(docker.getImage(id).tag(repositoryAndTag(reference)));
    },
    async removeImage(reference) {
      try {
        await unlessGone(docker.getImage(reference).remove());
        return true;
      } catch (error) {
        const problem = engineError(error);
        if (isInUse(problem)) return false;
        throw problem;
      }
    },
    lookInto: (imageId, paths) => ask(lookInto(docker, imageId, paths)),
    isInRegistry: (reference, timeoutMs) => askRegistry(docker, reference, timeoutMs),
  };
}

/** A colon before the last slash belongs to a registry's port. */
function repositoryAndTag(reference: string): { repo: string; tag: string } {
  const [, repo = reference, tag = 'latest'] = /^(.+):([^:/]+)$/.exec(reference) ?? [];
  return { repo, tag };
}
