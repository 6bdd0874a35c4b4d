import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** Every service has an image to pull or something to build it from. */
export const imagesCanBeHad: Rule = {
  id: 'images-can-be-had',
  why: 'Nothing can be started without an image.',
  cause: 'dockerfile-missing',
  look: ({ draft, stack }) =>
    Object.entries(stack.compose.services).flatMap(([service, { image, build }]) => {
      const missing = draft.missingBuildFiles[service];
      if (!image && !build) {
        const message = `${service} has neither an image nor a build context`;
        return [{ severity: 'error', service, message, ...located(draft, ['services', service]), fix: 'give it image: or build:' }];
      }
      if (missing === undefined) return [];
      const message = `${service} cannot be built: there is no ${missing}`;
      return [{ severity: 'error', service, message, ...located(draft, ['services', service, 'build']) }];
    }),
};
