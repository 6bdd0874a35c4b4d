import { located } from '../../located.ts';
import type { Rule } from '../../rule.ts';

/** Services find each other by name on the networks that they share; nobody needs `links` for that. */
export const linksAreNotNeeded: Rule = {
  id: 'links-are-not-needed',
  why: 'links is what was there before networks: it makes containers restart together and hides who depends on whom.',
  look: ({ draft, stack }) =>
    Object.entries(stack.compose.services).flatMap(([service, { links }]) => {
      const names = Array.isArray(links) ? links.map(String) : [];
      // An alias is a name that nothing else gives.
      const plain = names.filter((name) => !name.includes(':') || name.split(':')[0] === name.split(':')[1]);
      if (names.length === 0 || plain.length < names.length) return [];
      const message = `${service} links ${plain.join(', ')}, whose names it knows anyway`;
      const at = located(draft, ['services', service, 'links']);
      return [{ severity: 'note', service, message, ...at, fix: 'write depends_on instead, if it has to wait' }];
    }),
};
