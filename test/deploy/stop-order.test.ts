import { expect, test } from 'vitest';
import { stopOrder } from '../../src/deploy/stop-order.ts';
import { carriedOut, planOf, stackOf } from './plan/workbench.ts';

/** service → what Compose wrote on its containers. */
function levels(services: Record<string, string>): string[][] {
  const { containers } = carriedOut(
    planOf(
      stackOf({
        services: Object.fromEntries(
          Object.entries(services).map(([service, needs]) => [service, { labels: { 'com.docker.compose.depends_on': needs } }]),
        ),
      }),
    ),
  );
  return stopOrder(containers).map((level) => level.map(({ service }) => service).toSorted());
}

test('whoever needs somebody stops before the one it needs', () => {
  expect(levels({ db: '', api: 'db:service_healthy:false', web: 'api:service_started:true,db:service_started:false' })).toEqual([
    ...[['web'], ['api'], ['db']],
  ]);
});

test('those that need nobody stop side by side', () => {
  expect(levels({ a: '', b: '', c: '' })).toEqual([['a', 'b', 'c']]);
});

test('needing one that is gone, or each other, stops nobody from stopping', () => {
  expect(levels({ web: 'gone:service_started:false' })).toEqual([['web']]);
  expect(levels({ a: 'b:service_started:false', b: 'a:service_started:false' }).flat().toSorted()).toEqual(['a', 'b']);
});

test('nothing to stop', () => {
  expect(stopOrder([])).toEqual([]);
});
