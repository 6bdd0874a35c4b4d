import { expect, test } from 'vitest';
import { commandsOf, handsOver, mayStart } from '../../../src/deploy/model/started.ts';

const ofNode = {
  entrypoint: ['docker-entrypoint.sh'],
  command: ['./start.sh'],
  from: { entrypoint: 'image', command: 'image' },
  versions: { NODE_VERSION: '24' },
} as const;
const run = { ...ofNode, entrypoint: [...ofNode.entrypoint], command: [...ofNode.command] };

test('what the entrypoint of Node’s image hands on is looked at beside it', () => {
  expect(commandsOf(run)).toEqual([['docker-entrypoint.sh', './start.sh']]);
  expect(mayStart(run)).toEqual([['docker-entrypoint.sh', './start.sh'], ['./start.sh']]);
});

test('an entrypoint of the file’s own, or of another image, may do anything', () => {
  expect(handsOver({ ...run, from: { ...run.from, entrypoint: 'compose' } })).toBe(false);
  expect(handsOver({ ...run, versions: {} })).toBe(false);
});
