import { describe, expect, test } from 'vitest';
import { describeEdge } from './describe-edge.ts';
import { connected } from './stand.ts';

const podman = await connected('unix:///run/podman/podman.sock').catch((error: unknown) => String(error));

// eslint-disable-next-line vitest/no-conditional-tests -- a laptop without Podman passes, and says what it left out
if (typeof podman === 'string') {
  process.stderr.write(`Podman's edge is not checked: ${podman}\n`);
  // eslint-disable-next-line vitest/no-disabled-tests
  describe.skip('Podman', () => {
    test('answers on its socket', () => expect.unreachable());
  });
} else {
  describeEdge('caddy', podman);
  describeEdge('nginx', podman);
}
