import { basename, dirname } from 'node:path';
import { nearest } from '../../../../contract/nearest.ts';
import type { Draft } from '../../../model/draft.ts';
import type { Surroundings } from '../../../model/surroundings.ts';
import { located } from '../../located.ts';
import type { Found, Rule } from '../../rule.ts';

/** Every service has an image to pull or something to build it from. */
export const imagesCanBeHad: Rule = {
  id: 'images-can-be-had',
  why: 'Nothing can be started without an image.',
  cause: 'dockerfile-missing',
  look: ({ draft, stack, surroundings }) =>
    Object.entries(stack.compose.services).flatMap(([service, { image, build }]) => {
      const missing = draft.missingBuildFiles[service];
      if (!image && !build) {
        const message = `${service} has neither an image nor a build context`;
        return [{ severity: 'error', service, message, ...located(draft, ['services', service]), fix: 'give it image: or build:' }];
      }
      if (missing === undefined) return [];
      const message = `${service} cannot be built: there is no ${missing}`;
      const place = located(draft, ['services', service, 'build']);
      return [{ severity: 'error', service, message, ...place, ...mended(service, missing, draft, surroundings) }];
    }),
};

/** The Dockerfile of another name that lies where this one is looked for. */
function mended(service: string, missing: string, { sources }: Draft, { paths }: Surroundings): Pick<Found, 'fix' | 'repair'> {
  const wanted = basename(missing);
  const names = (paths[dirname(missing)]?.entries ?? []).filter(
    (name) => /dockerfile|containerfile/i.test(name) && !name.endsWith('ignore'),
  );
  const related = names.filter((name) => name.startsWith(wanted) || wanted.startsWith(name));
  const meant = names.length === 1 ? names[0] : (nearest(wanted, names) ?? (related.length === 1 ? related[0] : undefined));
  if (meant === undefined) return { fix: 'mend context: or dockerfile:, or write a Dockerfile' };
  const path = ['services', service, 'build', 'dockerfile'];
  const written = sources.written(path);
  const isPlain = typeof written === 'string' && !written.includes('$') && basename(written) === wanted;
  return {
    fix: `there is ${meant}`,
    ...(isPlain ? { repair: [{ edit: 'set', path, value: written.slice(0, -wanted.length) + meant }] } : {}),
  };
}
