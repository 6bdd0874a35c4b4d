import { expect, test } from 'vitest';
import { connectLinesNameKnownVariables } from '../../../../../src/deploy/check/rules/settings/connect-lines-name-known-variables.ts';
import { inputOf } from '../../input.ts';

const lease = { service: 'web', target: 80, protocol: 'tcp', port: 8001, count: 1, index: 0, variable: 'WEB_PORT_OUTSIDE' } as const;

function found(connect: Record<string, string>) {
  const settings = { ports: { api: { service: 'web', port: 80 } }, env: { generate: ['EXECUTOR_TOKEN'] }, connect };
  return connectLinesNameKnownVariables.look(inputOf({ draft: { settings }, leases: [lease] }));
}

test('a name that `portside env` will not know is a warning, with the nearest one', () => {
  expect(found({ websocket: 'wscat {API_ULR}?token={EXECUTOR_TOKN}' })).toEqual([
    {
      severity: 'warning',
      message: 'x-portside.connect.websocket names {API_ULR}, which `portside env` does not know',
      at: { file: 'x-portside.connect.websocket' },
      fix: 'did you mean {API_URL}?',
    },
    expect.objectContaining({ fix: 'did you mean {EXECUTOR_TOKEN}?' }),
  ]);
  expect(found({ a: '{SOMETHING_ELSE_ENTIRELY}' })).toMatchObject([
    { fix: 'it knows INSTANCE_ID, COMPOSE_PROJECT_NAME, API_URL, API_PORT, WEB_PORT_OUTSIDE, EXECUTOR_TOKEN' },
  ]);
});

test('all that it will know may be named', () => {
  expect(found({ a: '{INSTANCE_ID} {COMPOSE_PROJECT_NAME} {API_URL} {API_PORT} {WEB_PORT_OUTSIDE} {EXECUTOR_TOKEN} ${HOME}' })).toEqual([]);
});
