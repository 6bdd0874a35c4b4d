import { expect, test } from 'vitest';
import { volumesHaveAService } from '../../../../../src/deploy/check/rules/replacing/volumes-have-a-service.ts';
import { type InputOptions, inputOf } from '../../input.ts';
import { container, declaring } from './observed.ts';

const containers = [container('db', { '/data': 'shop-demo_data' }), container('web')];
const mount = (source: string) => [{ type: 'volume', source, target: '/data' }];

function messages(options: InputOptions) {
  return volumesHaveAService.look(inputOf({ volumes: { data: {} }, running: { containers }, ...options })).map(({ message }) => message);
}

test('the volume of a service that was removed is named, and stays', () => {
  expect(messages({ services: { web: { image: 'x' } } })).toEqual([
    'the file no longer names db: its volume shop-demo_data (/data) stays, and no service uses it',
  ]);
});

test('where it was renamed, who takes its place is named too', () => {
  const services = { web: { image: 'x' }, database: { image: 'x', volumes: mount('fresh') } };
  expect(messages({ services, volumes: { fresh: {} } })).toEqual([
    'the file no longer names db: its volume shop-demo_data (/data) stays, and no service uses it; database seems to take its place, which begins with shop-demo_fresh',
  ]);
});

test('a volume that only the image declares is one too', () => {
  const kept = [container('cache', { '/data': 'shop-demo_cache_anonymous_data' })];
  const insides = { kv: declaring(['/data']) };
  expect(messages({ services: { kv: { image: 'redis:7' } }, running: { containers: kept }, surroundings: { insides } })).toEqual([
    expect.stringContaining('kv seems to take its place, which begins with shop-demo_kv_anonymous_data') as unknown,
  ]);
});

test('a volume that another service mounts, and services of a profile, are no matter', () => {
  expect(messages({ services: { database: { image: 'x', volumes: mount('data') } } })).toEqual([]);
  expect(messages({ services: { web: { image: 'x' } }, draft: { inactive: ['db'] } })).toEqual([]);
  expect(messages({ services: { web: { image: 'x' } }, leftAlone: ['db'] })).toEqual([]);
});
