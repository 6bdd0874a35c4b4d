import { afterAll, beforeAll } from 'vitest';
import { executorContract } from '../../contract/executor/suite.ts';
import type { Target } from '../../contract/executor/target.ts';
import { docker } from '../support/outside.ts';
import { openWorkplace } from '../support/workplace.ts';
import { executorProject, reach } from './example.ts';

const apiKey = 'sk-ant-no-key-4711-abcdefgh';

let place: Awaited<ReturnType<typeof openWorkplace>>;
let target: Target;

beforeAll(async () => {
  place = await openWorkplace();
  const { at } = place;
  const project = await executorProject(at);
  at.environment['ANTHROPIC_API_KEY'] = apiKey;
  const { exit, stderr } = await at.portside('up', project.directory, '--name', 'contract', '--quiet');
  if (exit !== 0) throw new Error(stderr);
  const { api, websocket, token, executor } = await reach(at, project, 'contract');
  target = {
    apiUrl: api,
    websocketUrl: websocket,
    token,
    facts: { apiKey, redis: 'connected', redisUrl: 'redis://redis:6379' },
    log: () => docker(['logs', executor]),
    // The next test talks to the same one.
    [Symbol.asyncDispose]: async () => undefined,
  };
});

afterAll(() => place.clear());

executorContract('the container of examples/cc-executor', async () => target, { settings: false });
