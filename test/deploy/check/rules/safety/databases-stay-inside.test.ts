import { expect, test } from 'vitest';
import { databasesStayInside } from '../../../../../src/deploy/check/rules/safety/databases-stay-inside.ts';
import { inputOf } from '../../input.ts';

test('a database that everybody can reach is noted', () => {
  const services = {
    open: { image: 'postgres:16', ports: [{ target: 5432, published: '5432' }] },
    here: { image: 'postgres:16', ports: [{ target: 5432, published: '5433', host_ip: '127.0.0.1' }] },
    console: { image: 'rabbitmq:3-management', ports: [{ target: 15_672, published: '15672' }] },
    web: { image: 'nginx', ports: [{ target: 80 }] },
  };
  expect(databasesStayInside.look(inputOf({ services })).map(({ severity, service }) => `${severity} ${service}`)).toEqual(['note open']);
});
