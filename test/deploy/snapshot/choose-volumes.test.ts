import { describe, expect, test } from 'vitest';
import { bindMountsOf, chooseVolumes } from '../../../src/deploy/snapshot/choose-volumes.ts';
import { holdersOf, strangersAmong } from '../../../src/deploy/snapshot/holders.ts';
import type { ObservedContainer } from '../../../src/deploy/model/observed.ts';

const anonymous = 'a'.repeat(64);

function container(service: string, volumes: string[], changes: Partial<ObservedContainer> = {}): ObservedContainer {
  return {
    ...{
      id: `${service}-id`,
      name: `shop-main-${service}-1`,
      composeName: 'shop-main',
      service,
      number: 1,
      imageId: 'sha256:1',
      labels: {},
    },
    ...{ state: 'running', published: [], oneOff: false, volumes: volumes.map((name) => ({ name, target: '/data' })) },
    ...changes,
  };
}

const plan = {
  services: {
    db: { volumes: [{ type: 'volume', source: 'data', target: '/data' }] },
    web: {
      volumes: [
        { type: 'bind', source: '/srv/shop/files', target: '/files' },
        { type: 'bind', source: '/srv/shop/conf', target: '/c', read_only: true },
      ],
    },
  },
  volumes: {
    data: { name: 'shop-main_data', external: true },
    shared: { name: 'company', external: true },
    db_anonymous_x: { name: anonymous, external: true },
  },
};
const observed = {
  containers: [container('db', ['shop-main_data', 'company'])],
  networks: [],
  volumes: ['shop-main_data', 'shop-main_old'],
};

describe('which volumes', () => {
  test('all that are its own, those too that were taken over; no external one', () => {
    expect(chooseVolumes(undefined, plan, observed)).toEqual([
      { name: anonymous, key: 'db_anonymous_x' },
      { name: 'shop-main_data', key: 'data' },
      { name: 'shop-main_old' },
    ]);
  });

  test("those that are named, by the file's word or the engine's, each once, external ones too", () => {
    expect(chooseVolumes(['data', 'company', 'shop-main_data'], plan, observed)).toEqual([
      { name: 'shop-main_data', key: 'data' },
      { name: 'company', key: 'shared' },
    ]);
  });

  test('what is no volume of it is refused, a folder of the machine in so many words', () => {
    expect(() => chooseVolumes(['dta'], plan, observed)).toThrow('this instance has no volume dta');
    expect(() => chooseVolumes(['./files'], plan, observed)).toThrow('./files is a folder of this machine that web mounts');
    expect(() => chooseVolumes(undefined, plan, { containers: [], networks: [], volumes: [] })).not.toThrow();
    expect(() => chooseVolumes(undefined, { ...plan, volumes: {} }, { containers: [], networks: [], volumes: [] })).toThrow(
      'no volumes of its own',
    );
  });

  test('folders that are written to are told', () => {
    expect(bindMountsOf(plan)).toEqual([{ service: 'web', source: '/srv/shop/files' }]);
    expect(bindMountsOf(undefined)).toEqual([]);
  });
});

describe('who stands still', () => {
  const needsDb = { 'com.docker.compose.depends_on': 'db:service_started:false' };
  const db = container('db', ['v']);
  const web = container('web', ['v'], { labels: needsDb });
  const second = container('web', ['v'], { id: 'web-2', labels: needsDb });
  const done = container('job', ['v'], { state: 'exited' });
  const other = container('cache', ['w']);

  test('whoever uses it and runs: those that need others first', () => {
    expect(holdersOf(['v'], [db, done, other, web, second], {})).toEqual([
      { service: 'web', by: 'stop', containers: ['web-id', 'web-2'] },
      { service: 'db', by: 'stop', containers: ['db-id'] },
    ]);
  });

  test('is quiesced where the settings name a command, and resumed where they name one too', () => {
    const settings = { quiesce: { db: ['save'] }, resume: { db: ['go'] } };
    expect(holdersOf(['v'], [db], settings)).toEqual([
      { service: 'db', by: 'quiesce', containers: ['db-id'], quiesce: ['save'], resume: ['go'] },
    ]);
    expect(holdersOf(['v'], [db], { quiesce: { db: ['save'] } })).toEqual([
      { service: 'db', by: 'quiesce', containers: ['db-id'], quiesce: ['save'] },
    ]);
  });

  test('what others run is not ours to stop', () => {
    const foreign = container('db', ['v'], { composeName: 'blog-main' });
    expect(strangersAmong([db, foreign, { ...foreign, state: 'exited' }], 'shop-main', ['v'])).toEqual([foreign]);
  });
});
