import { expect, test } from 'vitest';
import { dataGoesWithItsService } from '../../../../../src/deploy/check/rules/replacing/data-goes-with-its-service.ts';
import type { ComposeMount, ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { type InputOptions, inputOf } from '../../input.ts';
import { container, declaring, volume } from './observed.ts';

const target = '/var/lib/data';
const hex = 'ab'.repeat(32);
const named = (source: string, at = target): ComposeMount => ({ type: 'volume', source, target: at });

function look(definition: ComposeService, has: Record<string, string>, more: InputOptions = {}) {
  const volumes = { data: {}, other: {}, ...more.volumes };
  const running = { containers: [container('db', has)], volumes: [volume('shop-demo_data')], ...more.running };
  const surroundings = { insides: { db: declaring([]) }, ...more.surroundings };
  return dataGoesWithItsService.look(inputOf({ ...more, services: { db: { image: 'x', ...definition } }, volumes, running, surroundings }));
}

const has = { [target]: 'shop-demo_data' };

test('a volume that was renamed in the file stops, with both names', () => {
  expect(look({ volumes: [named('other')] }, has)).toMatchObject([
    {
      severity: 'error',
      service: 'db',
      message:
        'db keeps /var/lib/data in the volume data (shop-demo_data); its next version would have other (shop-demo_other), which would be new and empty, there',
      at: { file: 'services.db.volumes.0' },
      fix: 'go on calling it data; where that is meant, switch this rule off with a reason (x-portside.check)',
    },
  ]);
});

test.each<[string, ComposeService, string]>([
  ['none', {}, 'no volume at all'],
  ['a folder', { volumes: [{ type: 'bind', source: '/srv/x', target }] }, 'a folder of this machine'],
  ['tmpfs:', { tmpfs: [`${target}:size=1m`] }, 'empty memory'],
  ['a tmpfs mount', { volumes: [{ type: 'tmpfs', target: `${target}/` }] }, 'empty memory'],
  ['one without a name', { volumes: [{ type: 'volume', target }] }, 'db_anonymous_var-lib-data (shop-demo_db_anonymous_var-lib-data)'],
])('%s in its place stops too', (_what, definition, words) => {
  expect(look(definition, has)).toMatchObject([{ severity: 'error', message: expect.stringContaining(words) as unknown }]);
});

test('the same volume is fine, at another path too', () => {
  expect(look({ volumes: [named('data')] }, has)).toEqual([]);
  expect(look({ volumes: [named('data', `${target}/`)] }, has)).toEqual([]);
  expect(look({ volumes: [named('data', '/var/lib')] }, has)).toEqual([]);
  expect(look({ volumes: [named('other')] }, has, { volumes: { other: { external: true, name: 'shop-demo_data' } } })).toEqual([]);
});

test('another volume that is there already is a warning: nothing begins empty', () => {
  const running = { containers: [container('db', has)], volumes: [volume('shop-demo_data'), volume('shop-demo_other')] };
  expect(look({ volumes: [named('other')] }, has, { running })).toMatchObject([{ severity: 'warning' }]);
  const precious = {
    volumes: { other: { external: true, name: 'precious' } },
    facts: { present: { networks: [], volumes: ['precious'] } },
  };
  expect(look({ volumes: [named('other')] }, has, precious)).toMatchObject([{ severity: 'warning' }]);
});

test('a volume without a name goes along where the file still gives it none', () => {
  expect(look({ volumes: [{ type: 'volume', target }] }, { [target]: hex })).toEqual([]);
  expect(look({}, { [target]: hex }, { surroundings: { insides: { db: declaring([target]) } } })).toEqual([]);
  expect(look({}, { [target]: 'shop-demo_db_anonymous_var-lib-data' }, { surroundings: { insides: { db: declaring([target]) } } })).toEqual(
    [],
  );
});

test('a database whose volume gets a name would begin empty: the name of what is there helps', () => {
  expect(look({ image: 'postgres:16', volumes: [named('data')] }, { [target]: hex })).toMatchObject([
    { severity: 'warning', fix: expect.stringContaining(`data: { name: ${hex}, external: true }`) as unknown },
  ]);
  expect(look({ image: 'postgres:16', volumes: [named('other')] }, { [target]: hex })).toMatchObject([
    { severity: 'error', message: expect.stringContaining('abababababab…, which has no name of its own') as unknown },
  ]);
  expect(look({ image: 'busybox', volumes: [named('other')] }, { [target]: hex })).toMatchObject([{ severity: 'warning' }]);
});

test('scratch space that nobody named may go', () => {
  expect(look({}, { '/app/node_modules': hex })).toEqual([]);
});

test('what an image declares is not known before it is there', () => {
  expect(look({}, has, { surroundings: { insides: {} } })).toEqual([]);
});

test('several containers cannot share what had one', () => {
  const own = { [target]: 'shop-demo_db_anonymous_var-lib-data' };
  const insides = { insides: { db: declaring([target]) } };
  expect(look({ image: 'postgres:16', scale: 2 }, own, { surroundings: insides })).toMatchObject([
    { severity: 'error', message: expect.stringContaining('empty for each container') as unknown },
  ]);
});

test('what ran once, and services that do not run, are no matter', () => {
  const running = { containers: [{ ...container('db', has), oneOff: true }, container('gone', has)] };
  expect(look({ volumes: [named('other')] }, has, { running })).toEqual([]);
});
