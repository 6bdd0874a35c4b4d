import { edgeService } from '../../../model/edge.ts';
import { isAnonymous, type ObservedContainer } from '../../../model/observed.ts';
import { mountedAt, volumesInUse } from '../../reading/mounted-at.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';

/** A service that the file no longer names leaves its volumes to somebody. */
export const volumesHaveAService: Rule = {
  id: 'volumes-have-a-service',
  why: 'The volume of a service that was removed or renamed stays, and nothing reads it any more: its data is not lost, and not used.',
  look: (input) => {
    const used = volumesInUse(input);
    return gone(input).flatMap(({ service, volumes }) =>
      volumes.filter(({ name }) => !isAnonymous(name) && !used.has(name)).map((volume) => tell(service, volume, input)),
    );
  },
};

function gone({ running, stack, draft }: CheckInput): ObservedContainer[] {
  const known = new Set([edgeService, ...Object.keys(stack.compose.services), ...stack.leftAlone, ...draft.inactive]);
  const containers = (running?.containers ?? []).filter(({ service, oneOff }) => !oneOff && !known.has(service));
  return [...new Map(containers.map((container) => [container.service, container])).values()];
}

function tell(service: string, { name, target }: { name: string; target: string }, input: CheckInput): Found {
  const heir = heirOf(target, input);
  const meant = heir === undefined ? undefined : mountedAt(heir, target, input);
  const begins = meant?.is === 'volume' ? `, which begins with ${meant.name}` : '';
  return {
    severity: 'warning',
    ...(heir === undefined ? {} : { service: heir }),
    message: `the file no longer names ${service}: its volume ${name} (${target}) stays, and no service uses it${heir === undefined ? '' : `; ${heir} seems to take its place${begins}`}`,
    fix:
      heir === undefined
        ? `docker volume rm ${name} once nobody wants the data`
        : `mount the same volume in ${heir} where it is to go on with the data`,
  };
}

/** The only service that is new and has a volume at that very path. */
function heirOf(target: string, input: CheckInput): string | undefined {
  const before = new Set(input.running?.containers.map(({ service }) => service));
  const heirs = Object.keys(input.stack.compose.services).filter(
    (service) => !before.has(service) && mountedAt(service, target, input).is === 'volume',
  );
  return heirs.length === 1 ? heirs[0] : undefined;
}
