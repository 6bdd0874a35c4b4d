import { expect, test } from 'vitest';
import { mountsHideNothingInstalled } from '../../../../../src/deploy/check/rules/mounts/mounts-hide-nothing-installed.ts';
import type { ComposeMount, ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { dockerfileOf, inputOf } from '../../input.ts';

const node =
  'FROM node:24 AS build\nWORKDIR /build\nRUN npm ci\nFROM node:24\nWORKDIR /app\nCOPY package.json .\nRUN npm ci --omit=dev \\\n  && npm cache clean\nCOPY . .\n';
const source: ComposeMount = { type: 'bind', source: '/srv/shop', target: '/app' };

function look(
  text: string,
  volumes: ComposeMount[],
  { entries = ['app.js'], more = {} }: { entries?: string[]; more?: ComposeService } = {},
) {
  const services = { web: { build: { context: '/srv/shop' }, volumes, ...more } };
  const paths = { '/srv/shop': { kind: 'directory' as const, entries } };
  return mountsHideNothingInstalled.look(inputOf({ services, surroundings: { paths, dockerfiles: { web: dockerfileOf(text) } } }));
}

test('a mount over the folder in which the build installed', () => {
  expect(look(node, [source])).toMatchObject([
    {
      severity: 'warning',
      message: 'web mounts /srv/shop over /app, where its image has /app/node_modules, and the folder has no node_modules',
      repair: [{ edit: 'set', path: ['services', 'web', 'volumes'], value: [source, '/app/node_modules'] }],
    },
  ]);
  expect(look('FROM php\nWORKDIR /app\nRUN composer install --no-dev\n', [source])).toMatchObject([
    { message: expect.stringContaining('/app/vendor') as unknown },
  ]);
});

test.each<[string, Parameters<typeof look>]>([
  ['a volume keeps them in sight', [node, [source, { type: 'volume', target: '/app/node_modules' }]]],
  ['the machine has them too', [node, [source], { entries: ['app.js', 'node_modules'] }]],
  ['Yarn needs no folder', [node, [source], { entries: ['.pnp.cjs'] }]],
  ['they are installed at the start', [node, [source], { more: { command: ['sh', '-c', 'npm install && npm start'] } }]],
  ['only the sources are mounted', [node, [{ ...source, target: '/app/src' }]]],
  ['they are installed for all', ['FROM node:24\nWORKDIR /app\nRUN npm install -g nodemon\n', [source]]],
  [
    'only another stage installs',
    ['FROM node:24 AS build\nWORKDIR /app\nRUN npm ci\nFROM nginx\nCOPY --from=build /app/dist /www\n', [source]],
  ],
])('nothing is said where %s', (_why, [text, volumes, options]) => {
  expect(look(text, volumes, options)).toEqual([]);
});
