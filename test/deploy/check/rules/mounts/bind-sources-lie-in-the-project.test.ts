import { expect, test } from 'vitest';
import { bindSourcesLieInTheProject } from '../../../../../src/deploy/check/rules/mounts/bind-sources-lie-in-the-project.ts';
import { inputOf } from '../../input.ts';

const look = (source: string) =>
  bindSourcesLieInTheProject.look(inputOf({ services: { web: { volumes: [{ type: 'bind', source, target: '/x' }] } } }));

test('what lies elsewhere is noted', () => {
  expect(look('/srv/other/data')).toMatchObject([
    { severity: 'note', service: 'web', message: 'web mounts /srv/other/data (as /x), which lies outside the project' },
  ]);
  expect(look('/srv/shop-two')).toHaveLength(1);
});

test.each(['/srv/shop', '/srv/shop/data', '/var/run/docker.sock', '/etc/localtime', '/dev/dri', '/lib/modules'])(
  '%s is where it belongs',
  (source) => {
    expect(look(source)).toEqual([]);
  },
);
