import { describe, expect, test } from 'vitest';
import type { Found } from '../../../../../src/deploy/check/rule.ts';
import { hostsAndPortsAreWrittenOnce } from '../../../../../src/deploy/check/rules/variables/hosts-and-ports-are-written-once.ts';
import { draftOf } from '../../../resolve/workbench.ts';
import { inputOf } from '../../input.ts';

/** What the rule says of a real file, folders left out. */
async function look(compose: string, env?: string): Promise<Found[]> {
  const draft = await draftOf({ 'compose.yaml': compose, ...(env === undefined ? {} : { '.env': env }) });
  const [file = ''] = draft.project.envFiles;
  const input = inputOf({
    services: draft.model.services,
    draft,
    surroundings: env === undefined ? {} : { paths: { [file]: { kind: 'file', text: env } } },
  });
  return hostsAndPortsAreWrittenOnce.look({ ...input, stack: { ...input.stack, project: draft.project } });
}

const two = (web: string, worker: string, rest = '') => `services:
  web: { image: x, environment: { ${web} } }
  worker:
    image: x
    environment: [ '${worker}' ]
  redis: { image: redis }
  api: { image: own }
${rest}`;

describe('one address', () => {
  test('in two services is a note that names both', async () => {
    expect(await look(two('REDIS_URL: "redis://:pass@redis:6379/0"', 'QUEUE=redis:6379'))).toMatchObject([
      {
        severity: 'note',
        message: 'redis:6379 is written in 2 places: REDIS_URL of web (compose.yaml:2), QUEUE of worker (compose.yaml:5)',
        at: { line: 2 },
        fix: expect.stringContaining('portside config set REDIS_HOST=redis REDIS_PORT=6379, and ${REDIS_HOST}:${REDIS_PORT}') as string,
      },
    ]);
  });

  test('as a pair of host and port too', async () => {
    expect(await look(two('REDIS_HOST: redis, REDIS_PORT: 6379', 'CACHE_URL=redis://redis:6379'))).toHaveLength(1);
  });

  test('in a service and in the env file', async () => {
    const found = await look(
      two('CACHE_URL: "redis://redis:6379"', 'REDIS_URL=${REDIS_URL}'),
      '# redis:6379\nREDIS_URL=redis://redis:6379/1\n',
    );
    expect(found).toMatchObject([{ message: 'redis:6379 is written in 2 places: CACHE_URL of web (compose.yaml:2), REDIS_URL (.env:2)' }]);
  });

  test.each([
    ['once', 'REDIS_URL: "redis://redis:6379"', 'X=1'],
    ['by a variable', 'REDIS_URL: "redis://${REDIS_ADDRESS:-redis:6379}"', 'REDIS_URL=redis://${REDIS_ADDRESS:-redis}'],
    ['by variables of host and port', 'A_URL: "redis://${H:-redis}:${P:-6379}"', 'B_URL=redis://${H:-redis}:${P:-6379}'],
    ['for different services', 'A_URL: "redis://redis:6379"', 'B_URL=http://api:8080'],
    ['of somebody outside', 'A_URL: "https://example.org:443"', 'B_URL=https://example.org:443'],
    ['without a port', 'A_URL: "redis://redis"', 'B_URL=redis://redis'],
    ['twice in one service only', 'A_URL: "redis://redis:6379/0", B_URL: "redis://redis:6379/1"', 'X=1'],
  ])('%s is nothing to say', async (_how, web, worker) => {
    expect(await look(two(web, worker))).toEqual([]);
  });

  test('that an anchor brings to several services stands in one place', async () => {
    const compose = `x-env: &env
  REDIS_URL: redis://redis:6379
services:
  web: { image: x, environment: *env }
  worker: { image: x, environment: { <<: *env } }
  redis: { image: redis }
`;
    expect(await look(compose)).toEqual([]);
  });
});

describe('one service on two ports', () => {
  test('is a warning where nothing says that it listens on either', async () => {
    expect(await look(two('API_URL: "http://api:8080"', 'API_URL=http://api:8081'))).toMatchObject([
      {
        severity: 'warning',
        message:
          'api is called on different ports: 8080 by API_URL of web (compose.yaml:2), 8081 by API_URL of worker (compose.yaml:5); nothing says that it listens on either',
      },
    ]);
  });

  test.each([
    ['under names of their own', 'API_URL: "http://api:8080"', 'METRICS_URL=http://api:9090'],
    ['with schemes of their own', 'API_URL: "http://api:8080"', 'API_URL=ws://api:8081'],
    ['where one is known to be right', 'REDIS_URL: "redis://redis:6379"', 'REDIS_URL=redis://redis:6380'],
  ])('%s is nothing to say', async (_how, web, worker) => {
    expect(await look(two(web, worker))).toEqual([]);
  });
});
