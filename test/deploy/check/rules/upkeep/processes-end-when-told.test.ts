import { expect, test } from 'vitest';
import { processesEndWhenTold } from '../../../../../src/deploy/check/rules/upkeep/processes-end-when-told.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

const look = (web: ComposeService) => processesEndWhenTold.look(inputOf({ services: { web } }));

test('a first process that ignores TERM is noted, with init as its repair', () => {
  const repair = [{ edit: 'set', path: ['services', 'web', 'init'], value: true }];
  expect(look({ image: 'node:24', command: ['node', 'server.js'] })).toMatchObject([{ severity: 'note', repair }]);
  expect(look({ image: 'busybox', command: ['tail', '-f', '/dev/null'] })).toMatchObject([{ severity: 'note', repair }]);
  expect(look({ image: 'debian', command: ['/bin/bash', '-ec', 'prepare; serve'] })).toMatchObject([{ severity: 'note', repair }]);
});

test('an image that may bring an init of its own is not changed', () => {
  expect(look({ image: 'linuxserver/code', command: ['npm', 'start'] })[0]?.repair).toBeUndefined();
  expect(look({ build: { context: '.' }, command: ['npm', 'start'] })[0]?.repair).toBeUndefined();
});

test('servers, shells that hand over or listen, jobs, and those with an init are fine', () => {
  const sound: ComposeService[] = [
    { image: 'redis', command: ['redis-server'] },
    { image: 'x' },
    { image: 'node', command: ['node', 'a.js'], init: true },
    { image: 'node', command: ['node', 'a.js'], stop_signal: 'SIGINT' },
    { image: 'x', command: ['sh', '-c', 'prepare && exec serve'] },
    { image: 'x', command: ['sh', '-c', "trap 'exit 0' TERM; while true; do work; done"] },
    { image: 'x', command: ['sh', '-c', 'a; b'], restart: 'no' },
    { image: 'x', entrypoint: ['tini', '--'], command: ['node', 'a.js'] },
  ];
  for (const web of sound) expect(look(web), JSON.stringify(web)).toEqual([]);
});
