import { expect, test } from 'vitest';
import { plainComposeFile } from '../../src/deploy/adopt.ts';
import { carriedOut, planOf, stackOf, where } from './plan/workbench.ts';

const stack = stackOf({ services: { web: { build: { context: '.' }, init: true }, db: { image: 'db:1' } } });
const running = where(carriedOut(planOf(stack)), 'web', { imageId: 'sha256:running' });

test('the way back is the definition as it is, on the image that runs', () => {
  expect(plainComposeFile(stack, running).services['web']).toEqual({ image: 'sha256:running', pull_policy: 'never', init: true });
});

test('a service that does not run keeps its image; what `docker compose run` left says nothing', () => {
  const observed = where(running, 'db', { oneOff: true, imageId: 'sha256:other' });
  expect(plainComposeFile(stack, observed).services['db']).toEqual({ image: 'db:1' });
});
