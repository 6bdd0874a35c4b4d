import { located } from '../../located.ts';
import { tagOf } from '../../reference.ts';
import type { Rule } from '../../rule.ts';

/** An image that is pulled has a tag that says which version it is. */
export const imagesArePinned: Rule = {
  id: 'images-are-pinned',
  why: 'What latest means changes: the same file starts another version elsewhere, or tomorrow.',
  look: ({ stack, draft }) => {
    const built = Object.values(stack.compose.services).flatMap(({ build, image }) => (build && image ? [image] : []));
    return Object.entries(stack.compose.services).flatMap(([service, { image, build }]) => {
      if (!image || build || built.includes(image) || tagOf(image) !== 'latest') return [];
      const message = `${service} runs ${image}, in whatever version is the latest`;
      return [{ severity: 'note', service, message, ...located(draft, ['services', service, 'image']), fix: 'name a version' }];
    });
  },
};
