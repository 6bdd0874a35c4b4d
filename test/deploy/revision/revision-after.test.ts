import { describe, expect, test } from 'vitest';
import { type Reached, revisionAfter } from '../../../src/deploy/revision/revision-after.ts';
import { imagesOf, stackOf } from '../plan/workbench.ts';
import { revisionOf } from './versions.ts';

const lease = { service: 'web', target: 80, protocol: 'tcp' as const, port: 8001, count: 1, index: 0 };
const compose = { services: { web: { image: 'web:1' }, db: { image: 'db:1' } } };
const before = revisionOf(3, compose, { contentHash: 'one', of: { leases: [lease] } });

function reached(changes: Partial<Reached> = {}): Reached {
  const stack = stackOf({ services: { web: { image: 'web:2' }, db: { image: 'db:1' } } });
  return {
    stack,
    images: imagesOf(stack),
    executionUuid: 'now',
    contentHash: 'two',
    createdAt: 5,
    changed: true,
    fresh: false,
    ...changes,
  };
}

describe('which revision runs after an execution', () => {
  test('a new one, under the next number', () => {
    const { number, createdAt, from, executionUuid } = revisionAfter(reached(), before, 4);
    expect({ number, createdAt, from, executionUuid }).toEqual({ number: 4, createdAt: 5, from: undefined, executionUuid: 'now' });
  });

  test('the first one, though nothing changed: an older Portside brought it up', () => {
    expect(revisionAfter(reached({ changed: false }), undefined, 1).number).toBe(1);
  });

  test('what a rollback brought back is a new one that says so', () => {
    expect(revisionAfter(reached({ from: 2 }), before, 4)).toMatchObject({ number: 4, from: 2 });
  });

  test('the same where nothing changed', () => {
    expect(revisionAfter(reached({ changed: false }), before, 4)).toBe(before);
  });

  test('the same where it was down and is started as it was, on the ports that it has now', () => {
    const stack = stackOf(compose, { leases: [{ ...lease, port: 8002 }] });
    const again = revisionAfter(reached({ stack, images: imagesOf(stack), contentHash: 'one', fresh: true }), before, 4);
    expect(again).toMatchObject({ number: 3, createdAt: before.createdAt, stack: { leases: [{ port: 8002 }] } });
  });

  test('a new one where it runs, and only a port changed', () => {
    const stack = stackOf(compose, { leases: [{ ...lease, port: 8002 }] });
    expect(revisionAfter(reached({ stack, images: imagesOf(stack), contentHash: 'one' }), before, 4).number).toBe(4);
  });

  test('a new one where a secret holds something else', () => {
    const stack = stackOf(compose, { contents: { secrets: { key: 'new' }, configs: {} } });
    expect(revisionAfter(reached({ stack, contentHash: 'one', fresh: true }), before, 4).number).toBe(4);
  });
});

describe('what it holds', () => {
  test('after up --only, the other services as they were: one revision is all that runs', () => {
    const stack = stackOf({ services: { web: { image: 'web:2' } }, volumes: { data: {} } }, { leftAlone: ['db', 'new'] });
    const old = revisionOf(
      3,
      { ...compose, volumes: { old: {} }, secrets: { key: { file: '/k' } } },
      {
        of: {
          leases: [lease, { ...lease, service: 'db', port: 5432 }],
          settings: { verify: [{ kind: 'command', service: 'db', run: ['true'] } as never] },
          contents: { secrets: { key: 'k' }, configs: {} },
        },
      },
    );
    const whole = revisionAfter(reached({ stack, images: imagesOf(stack) }), old, 4);
    expect(whole.stack).toMatchObject({
      leftAlone: [],
      compose: {
        services: { web: { image: 'web:2' }, db: { image: 'db:1' } },
        volumes: { old: {}, data: {} },
        secrets: { key: { file: '/k' } },
      },
      leases: [{ service: 'db', port: 5432 }],
      settings: { verify: [{ service: 'db' }] },
      contents: { secrets: { key: 'k' } },
    });
    expect(Object.entries(whole.images ?? {}).map(([service, { reference }]) => [service, reference])).toEqual([
      ['db', 'db:1'],
      ['web', 'web:2'],
    ]);
  });

  test("of the shell's variables only those that the files ask for", () => {
    const stack = stackOf(compose, {
      variables: [{ name: 'TAG', required: false }],
      environment: { TAG: '2', INSTANCE_ID: 'demo', AWS_SECRET_ACCESS_KEY: 'canary', PATH: '/bin' },
    });
    expect(revisionAfter(reached({ stack }), before, 4).stack.environment).toEqual({ TAG: '2', INSTANCE_ID: 'demo' });
  });
});
