import { describe, expect, test } from 'vitest';
import { describeEngine } from './describe-engine.ts';
import { describeOwnStart } from './own-start.ts';
import { realSubject } from './real-subject.ts';

const socket = 'unix:///run/podman/podman.sock';

const subject = await realSubject({ ...process.env, DOCKER_HOST: socket }).catch((error: unknown) => String(error));

// eslint-disable-next-line vitest/no-conditional-tests -- a laptop without Podman passes, and says what it left out
if (typeof subject === 'string') {
  process.stderr.write(`Podman's contract is not checked: ${subject}\n`);
  // eslint-disable-next-line vitest/no-disabled-tests
  describe.skip('Podman', () => {
    test('answers on its socket', () => expect.unreachable());
  });
} else {
  describeEngine('Podman', async () => subject);
  describeOwnStart('Podman', subject);
}
