import { expect, test } from 'vitest';
import { servicesRestart } from '../../../../../src/deploy/check/rules/upkeep/services-restart.ts';
import { inputOf } from '../../input.ts';

test('what serves others and says nothing of restarts is noted; jobs, and those who decided, are not', () => {
  const ports = [{ target: 80 }];
  const found = servicesRestart.look(
    inputOf({
      services: {
        web: {
          image: 'x',
          ports,
          depends_on: { job: { condition: 'service_completed_successfully' }, db: { condition: 'service_started' } },
        },
        db: { image: 'x' },
        job: { image: 'x' },
        decided: { image: 'x', ports, restart: 'no' },
        swarm: { image: 'x', ports, deploy: { restart_policy: { condition: 'any' } } },
        worker: { image: 'x' },
      },
    }),
  );
  expect(found.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'note: web has no restart policy',
    'note: db has no restart policy',
  ]);
});
