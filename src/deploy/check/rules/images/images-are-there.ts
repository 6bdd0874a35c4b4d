import { nearest } from '../../../../contract/nearest.ts';
import type { Repair } from '../../../model/repair.ts';
import type { AbsentImage } from '../../../model/surroundings.ts';
import { dockerfilesOf } from '../../dockerfiles.ts';
import { located } from '../../located.ts';
import { repositoryOf } from '../../reference.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** An image that nobody builds is on this machine, or in its registry. */
export const imagesAreThere: Rule = {
  id: 'images-are-there',
  why: 'What is neither here nor in a registry cannot be started.',
  cause: 'image-not-found',
  look: (input) => [...ofServices(input), ...ofDockerfiles(input)],
};

function ofServices({ stack, draft, surroundings }: CheckInput): Found[] {
  return Object.entries(stack.compose.services).flatMap(([service, { image = '', build, pull_policy: policy }]) => {
    const absent = build ? undefined : surroundings.absentImages[image];
    if (!absent) return [];
    const path = ['services', service, 'image'];
    const place = located(draft, path);
    if (policy === 'never') {
      const message = `${service} runs ${image}, which this machine does not have, and pull_policy forbids pulling it`;
      return [{ severity: 'error', service, message, ...place, fix: 'build or load it first, or let it be pulled' }];
    }
    return told(service, image, absent).map(({ meant, ...found }) => {
      const repair: Repair | undefined = meant === undefined ? undefined : [{ edit: 'set', path, value: meant }];
      return { ...found, ...place, ...(repair ? { repair } : {}) };
    });
  });
}

function ofDockerfiles(input: CheckInput): Found[] {
  return dockerfilesOf(input).flatMap(({ service, facts, line }) =>
    facts.stages.flatMap((stage) => {
      const absent = stage.needed && stage.base === undefined ? input.surroundings.absentImages[stage.from ?? ''] : undefined;
      const image = stage.from ?? '';
      return (absent ? told(service, image, absent) : []).map(({ meant, ...found }) => ({
        ...{ ...found, ...line(stage.line) },
        ...(meant === undefined || facts.inline
          ? {}
          : { repair: [{ edit: 'replace', file: facts.file, line: stage.line, from: image, to: meant }] }),
      }));
    }),
  );
}

/** A registry that did not answer may have it. */
function told(service: string, image: string, { inRegistry, related }: AbsentImage): (Omit<Found, 'repair'> & { meant?: string })[] {
  const meant = nearest(image, related);
  const slip = meant !== undefined && isSlip(image, meant) ? { meant } : {};
  const fix = meant ? `${meant} is on this machine` : `see which versions of ${repositoryOf(image)} there are`;
  if (inRegistry === false)
    return [{ severity: 'error', service, message: `${service} needs the image ${image}, which its registry does not have`, fix, ...slip }];
  if (inRegistry === true || !meant) return [];
  const message = `${service} needs the image ${image}, which is not on this machine; ${meant} is`;
  return [{ severity: 'warning', service, message, fix: `${meant}, if that is meant`, ...slip }];
}

/** Letters were mistyped; another version is another program. */
function isSlip(image: string, meant: string): boolean {
  const digits = (reference: string) => reference.replaceAll(/\D+/g, ' ').trim();
  return repositoryOf(image) === repositoryOf(meant) && digits(image) === digits(meant);
}
