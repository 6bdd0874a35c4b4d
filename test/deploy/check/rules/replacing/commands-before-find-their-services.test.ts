import { expect, test } from 'vitest';
import { commandsBeforeFindTheirServices } from '../../../../../src/deploy/check/rules/replacing/commands-before-find-their-services.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

const on = { networks: { default: null } };

function messages(web: ComposeService, more: Record<string, ComposeService> = {}) {
  const services = { web: { image: 'x', ...on, ...web }, db: { image: 'postgres:16', ...on }, ...more };
  const input = inputOf({ services, draft: { settings: { before: { web: ['migrate'] } } } });
  return commandsBeforeFindTheirServices.look(input).map(({ severity, message }) => `${severity} ${message}`);
}

const environment = { DATABASE_URL: 'postgres://me@db:5432/shop' };

test('a database that it calls, and does not wait for, is a warning', () => {
  expect(messages({ environment })).toEqual([
    'warning before web a command runs, and db, which web calls, may not run then: web does not depend on it',
  ]);
});

test('one that it waits for, in a roundabout way too, is fine', () => {
  const started = { condition: 'service_started' as const };
  expect(messages({ environment, depends_on: { db: started } })).toEqual([]);
  expect(messages({ environment, depends_on: { api: started } }, { api: { depends_on: { db: started } } })).toEqual([]);
});

test('what is no database may come later', () => {
  expect(messages({ environment: { API_URL: 'http://api:80' } }, { api: { image: 'y', ...on } })).toEqual([]);
});
