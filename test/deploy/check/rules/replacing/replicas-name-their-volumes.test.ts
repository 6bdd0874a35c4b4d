import { expect, test } from 'vitest';
import { replicasNameTheirVolumes } from '../../../../../src/deploy/check/rules/replacing/replicas-name-their-volumes.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';
import { declaring } from './observed.ts';

function look(worker: ComposeService, declared: string[] = []) {
  return replicasNameTheirVolumes.look(inputOf({ services: { worker }, surroundings: { insides: { worker: declaring(declared) } } }));
}

test('a volume without a name is one for each container, whoever declares it', () => {
  const anonymous = [{ type: 'volume', target: '/cache' }];
  expect(look({ scale: 3, volumes: anonymous }, ['/data/'])).toMatchObject([
    {
      severity: 'warning',
      message: 'each of the 3 containers of worker has a volume of its own at /cache, and a replacement begins with an empty one',
      at: { file: 'services.worker.volumes.0' },
    },
    { severity: 'note', message: expect.stringContaining('at /data, for its image declares one') as unknown },
  ]);
});

test('the data of a database matters, a client of its image has none', () => {
  expect(look({ image: 'redis:7-alpine', scale: 2 }, ['/data'])).toMatchObject([{ severity: 'warning' }]);
  expect(look({ image: 'redis:7-alpine', scale: 2, command: ['redis-cli', 'blpop', 'jobs', '0'] }, ['/data'])).toMatchObject([
    { severity: 'note' },
  ]);
});

test('one container, a name or memory is fine', () => {
  expect(look({ volumes: [{ type: 'volume', target: '/cache' }] }, ['/data'])).toEqual([]);
  expect(look({ scale: 2, volumes: [{ type: 'volume', source: 'd', target: '/data' }] }, ['/data'])).toEqual([]);
  expect(look({ scale: 2, tmpfs: '/data' }, ['/data'])).toEqual([]);
});
