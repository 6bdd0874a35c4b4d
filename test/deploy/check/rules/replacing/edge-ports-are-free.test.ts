import { expect, test } from 'vitest';
import { edgePortsAreFree } from '../../../../../src/deploy/check/rules/replacing/edge-ports-are-free.ts';
import { inputOf } from '../../input.ts';

test('who has the port of a domain is told', () => {
  const sitePortHolders = [{ port: 80, kind: 'program' as const, who: 'nginx (pid 7)' }];
  expect(edgePortsAreFree.look(inputOf({ surroundings: { sitePortHolders } }))).toMatchObject([
    {
      severity: 'error',
      message: 'x-portside.edge.domain is served on port 80, which nginx (pid 7) has',
      at: { file: 'x-portside.edge.domain' },
    },
  ]);
  expect(edgePortsAreFree.look(inputOf({}))).toEqual([]);
});
