import { expect, test } from 'vitest';
import { namesAreEachCopysOwn } from '../../../../../src/deploy/check/rules/copies/names-are-each-copys-own.ts';
import { inputOf } from '../../input.ts';

const services = { web: { image: 'w', container_name: 'shop-web', networks: { back: null } } };

test('fixed names are noted, with what becomes of them', () => {
  const found = namesAreEachCopysOwn.look(
    inputOf({ services, networks: { back: { name: 'backend' } }, volumes: { data: { name: 'shop-data' } } }),
  );
  expect(found.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'note: container_name shop-web of web is for one container of the machine; Portside makes it a name by which the services of each copy know it',
    'note: network back has the fixed name backend; in this copy Portside calls it backend-demo',
    'note: volume data has the fixed name shop-data; in this copy Portside calls it shop-data-demo',
  ]);
});

test('names that Compose gave, that carry the instance, or that are somebody else’s, are no matter', () => {
  const networks = { back: { name: 'shop-demo_back' } };
  const volumes = { data: { name: 'shared', external: true } };
  const { stack, ...rest } = inputOf({ services, networks, volumes });
  expect(namesAreEachCopysOwn.look({ ...rest, stack: { ...stack, givenNames: { web: 'shop-web-demo' } } })).toEqual([]);
});
