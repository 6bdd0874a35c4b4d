import type { Look } from '../look.ts';

/** New versions that wait beside the old ones for a word. */
export const canaries: Look = {
  group: 'portside',
  name: 'canaries',
  async look({ instances, journal }) {
    const waiting = (await instances.list()).flatMap(({ canary, ...instance }) => (canary ? [{ ...instance, canary }] : []));
    const seen = waiting.map(async ({ project, instance, composeName, directory, canary }) => {
      const since = (await journal.parked(composeName))?.beganAt;
      const begun = since === undefined ? '' : `, since ${new Date(since).toISOString()}`;
      return {
        level: 'note' as const,
        message: `a new ${canary.services.join(', ')} of ${project}/${instance} gets ${canary.share} % of the requests, beside the old${begun} (${canary.executionUuid})`,
        repair: `in ${directory}: portside up --promote makes it the only one, portside up --abort takes it back`,
      };
    });
    return seen.length > 0 ? Promise.all(seen) : [{ level: 'ok', message: 'no canary waits to be promoted' }];
  },
};
