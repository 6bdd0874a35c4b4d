import { dockerfilesOf, isBuilt } from '../../dockerfiles.ts';
import type { Rule } from '../../rule.ts';
import { tagOf } from '../../reference.ts';

/** FROM says which version of an image it means. */
export const baseImagesArePinned: Rule = {
  id: 'base-images-are-pinned',
  why: 'What latest means changes, and one day the same Dockerfile makes another image.',
  look: (input) =>
    dockerfilesOf(input).flatMap(({ service, facts, line }) =>
      facts.stages
        .filter((stage) => stage.base === undefined && stage.from !== undefined && stage.from !== 'scratch')
        .filter((stage) => isBuilt(facts, { stage: stage.index }) && tagOf(stage.from ?? '') === 'latest')
        .map((stage) => ({
          severity: 'note',
          service,
          message: `FROM ${stage.from} takes whatever is the latest version on the day of the build`,
          ...line(stage.line),
          fix: 'name a version',
        })),
    ),
};
