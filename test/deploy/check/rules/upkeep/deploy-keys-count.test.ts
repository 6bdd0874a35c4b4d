import { expect, test } from 'vitest';
import { deployKeysCount } from '../../../../../src/deploy/check/rules/upkeep/deploy-keys-count.ts';
import { inputOf } from '../../input.ts';

test('what only Swarm reads is noted; what Compose reads is not', () => {
  const services = {
    web: { deploy: { placement: { constraints: ['a'] }, update_config: { order: 'start-first' }, replicas: 2 } },
    db: { deploy: { resources: { limits: { memory: '1g' } }, restart_policy: { condition: 'any' } } },
  };
  const input = inputOf({ services: { web: { image: 'x' }, db: { image: 'x' } }, files: [{ services }] });
  expect(deployKeysCount.look(input).map(({ message }) => message)).toEqual([
    'deploy.placement, deploy.update_config of web does nothing outside Swarm',
  ]);
});
