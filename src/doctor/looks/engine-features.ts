import type { Look, Seen } from '../look.ts';

/** What its version and its kind cost. */
export const engineFeatures: Look = {
  group: 'engine',
  name: 'features',
  async lookAtEngine({ facts }) {
    const seen: Seen[] = [];
    if (!facts.runsHealthchecks)
      seen.push({
        level: 'warning',
        message: 'Podman runs no healthchecks here: there is no systemd',
        cost: 'Portside runs them while it deploys; afterwards nobody does, and what turns unhealthy is not noticed',
        repair: 'run Podman where systemd is, or use Docker Engine',
      });
    if (facts.kind === 'podman')
      seen.push({
        level: 'note',
        message: 'Podman has no BuildKit: images are built with its own builder',
        cost: '`RUN --mount=type=ssh` and build secrets may not work',
      });
    else if (!facts.startInterval)
      seen.push({
        level: 'warning',
        message: `Docker Engine ${facts.version} does not know start_interval`,
        cost: 'the first healthcheck comes only after a whole interval (30 s by default), so `portside up` takes that long',
        repair: 'update Docker Engine to 25 or later',
      });
    return seen.length > 0 ? seen : [{ level: 'ok', message: 'quick healthchecks are possible (start_interval)' }];
  },
};
