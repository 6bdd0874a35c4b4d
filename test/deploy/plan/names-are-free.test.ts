import { expect, test } from 'vitest';
import { namesAreFree } from '../../../src/deploy/plan/names-are-free.ts';
import type { Step } from '../../../src/deploy/model/step.ts';

const made = { definition: {}, labels: {}, cause: 'it does not exist yet' };
const steps: Step[] = [
  { do: 'create-network', name: 'shop-demo_net', ...made },
  { do: 'create-volume', name: 'shop-demo_data', ...made },
];

test('nothing is made where something of that name is', () => {
  const present = { networks: ['bridge'], volumes: ['other'] };
  expect(namesAreFree({ steps }, { present })).toBeUndefined();
  expect(() => namesAreFree({ steps }, { present: { ...present, networks: ['shop-demo_net'] } })).toThrow(
    'network shop-demo_net is there already',
  );
  expect(() => namesAreFree({ steps }, { present: { ...present, volumes: ['shop-demo_data'] } })).toThrow(
    'volume shop-demo_data is there already',
  );
});
