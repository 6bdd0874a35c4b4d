import { expect, test } from 'vitest';
import { filesAreMountedOnFiles } from '../../../../../src/deploy/check/rules/mounts/files-are-mounted-on-files.ts';
import type { PathFacts } from '../../../../../src/deploy/model/surroundings.ts';
import { inputOf } from '../../input.ts';

const look = (source: string, target: string, facts: PathFacts) =>
  filesAreMountedOnFiles.look(
    inputOf({ services: { web: { volumes: [{ type: 'bind', source, target }] } }, surroundings: { paths: { [source]: facts } } }),
  );

test('the empty folder that the engine once made for a missing file', () => {
  expect(look('/s/app.json', '/etc/app.json', { kind: 'directory', entries: [] })).toMatchObject([
    { severity: 'error', fix: expect.stringContaining('rmdir /s/app.json') as unknown },
  ]);
  expect(look('/s/app.json', '/etc/app.json', { kind: 'directory', entries: ['a'] })).toMatchObject([{ severity: 'warning' }]);
});

test('a file on a folder', () => {
  expect(look('/s/site.conf', '/etc/nginx/conf.d', { kind: 'file' })).toMatchObject([
    { severity: 'warning', fix: 'mount it as /etc/nginx/conf.d/site.conf' },
  ]);
});

test('a file on a file, a folder on a folder, and names that could be either', () => {
  expect(look('/s/app.json', '/etc/app.json', { kind: 'file' })).toEqual([]);
  expect(look('/s/conf.d', '/etc/nginx/conf.d', { kind: 'directory', entries: [] })).toEqual([]);
  expect(look('/s/site', '/srv/example.js', { kind: 'directory', entries: [] })).toEqual([]);
  expect(look('/s/app.json', '/etc/app.json', { kind: 'missing' })).toEqual([]);
});
