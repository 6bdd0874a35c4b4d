import { expect, test } from 'vitest';
import { volumesStayAsTheyWereMade } from '../../../../../src/deploy/check/rules/replacing/volumes-stay-as-they-were-made.ts';
import type { ComposeVolume } from '../../../../../src/deploy/model/compose-file.ts';
import { label } from '../../../../../src/deploy/model/labels.ts';
import type { ObservedVolume } from '../../../../../src/deploy/model/observed.ts';
import { volumeHash } from '../../../../../src/deploy/model/volumes.ts';
import { inputOf } from '../../input.ts';
import { volume } from './observed.ts';

const services = { db: { image: 'x', volumes: [{ type: 'volume', source: 'data', target: '/data' }] } };

function look(declared: ComposeVolume, there: Partial<ObservedVolume>, name = 'shop-demo_data') {
  return volumesStayAsTheyWereMade.look(inputOf({ services, volumes: { data: declared }, running: { volumes: [volume(name, there)] } }));
}

const bind = { driver_opts: { type: 'none', o: 'bind', device: '/srv/b' } };

test('what differs is said, and what to do', () => {
  expect(look(bind, { options: { type: 'none', o: 'bind', device: '/srv/a' } })).toMatchObject([
    {
      severity: 'error',
      service: 'db',
      message:
        'the volume data (shop-demo_data) is there, and was made in another way than the file says: its device is /srv/a, not /srv/b',
      at: { file: 'volumes.data' },
      fix: expect.stringContaining('portside snapshot, portside down --volumes, portside up, portside restore') as unknown,
    },
  ]);
});

test.each<[ComposeVolume, Partial<ObservedVolume>, string]>([
  [{ driver: 'rexray' }, {}, 'its driver is local, not rexray'],
  [{ driver_opts: { type: 'tmpfs' } }, {}, 'the file adds the option type=tmpfs'],
  [{}, { options: { device: 'tmpfs' } }, 'it has the option device=tmpfs'],
  [{}, { labels: { [label.definition]: volumeHash({ driver_opts: { type: 'x' } }) } }, 'its options are others'],
])('%j against %j: %s', (declared, there, message) => {
  expect(look(declared, there).map((found) => found.message)).toEqual([expect.stringContaining(message) as unknown]);
});

test('mount options may hold a password, and are not quoted', () => {
  const [found] = look({ driver_opts: { o: 'password=new' } }, { options: { o: 'password=old' } });
  expect(found?.message).toContain('its option o says something else');
  expect(found?.message).not.toMatch(/old|new/);
});

test('labels and a driver that is said in words are no change, and a hash is exact', () => {
  expect(look({ labels: { a: 'b' } }, { labels: { other: 'x' } })).toEqual([]);
  expect(look({ driver: 'local' }, {})).toEqual([]);
  // A driver may tell its options in other words than it was given.
  expect(look(bind, { options: { told: 'otherwise' }, labels: { [label.definition]: volumeHash(bind) } })).toEqual([]);
});

test('external volumes, those of others and those that nobody mounts are no matter', () => {
  expect(look({ external: true, name: 'precious', driver: 'x' }, {}, 'precious')).toEqual([]);
  expect(look({ driver: 'x' }, {}, 'shop-other_data')).toEqual([]);
  const unused = inputOf({ volumes: { data: { driver: 'x' } }, running: { volumes: [volume('shop-demo_data')] } });
  expect(volumesStayAsTheyWereMade.look(unused)).toEqual([]);
});

test('without an engine nothing is known', () => {
  expect(volumesStayAsTheyWereMade.look(inputOf({ services, volumes: { data: { driver: 'x' } } }))).toEqual([]);
});
