import { baseImageOf, chainOf } from '../../../model/dockerfile.ts';
import { dockerfilesOf, lastOf } from '../../dockerfiles.ts';
import type { Rule } from '../../rule.ts';

/** The image's last stage names a user other than root. */
export const imagesDoNotRunAsRoot: Rule = {
  id: 'images-do-not-run-as-root',
  why: 'Whoever breaks into a program that runs as root has all rights inside its container.',
  look: (input) =>
    dockerfilesOf(input).flatMap(({ service, facts, line }) => {
      const { user } = input.stack.compose.services[service] ?? {};
      if (user !== undefined || facts.target === undefined) return [];
      const said = lastOf(chainOf(facts, facts.target), 'USER');
      const name = said?.words[0]?.split(':', 1)[0];
      const ownImage = baseImageOf(facts, facts.target) ?? '';
      // What a base image of somebody else's runs as is not to be seen here.
      const isRoot = said ? name === 'root' || name === '0' : !/nonroot|rootless|unprivileged/.test(ownImage);
      if (!isRoot) return [];
      return [
        {
          severity: 'note',
          service,
          message: `the image of ${service} runs as root`,
          ...line(said?.line ?? facts.stages[facts.target]?.line),
          fix: 'end its Dockerfile with USER and a user other than root',
        },
      ];
    }),
};
