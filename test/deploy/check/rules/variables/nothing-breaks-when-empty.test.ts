import { expect, test } from 'vitest';
import { nothingBreaksWhenEmpty } from '../../../../../src/deploy/check/rules/variables/nothing-breaks-when-empty.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { mentionedVariables } from '../../../../../src/deploy/model/interpolation.ts';
import { inputOf } from '../../input.ts';

function look(web: Record<string, unknown>, resolved: ComposeService) {
  const names = [...new Set(mentionedVariables(JSON.stringify(web)).map(({ variable }) => variable))];
  const variables = names.map((name) => ({ name, required: false }));
  const found = nothingBreaksWhenEmpty.look(inputOf({ services: { web: resolved }, files: [{ services: { web } }], variables }));
  return found.map(({ severity, message }) => `${severity}: ${message}`);
}

test('an image without its tag or name cannot be pulled', () => {
  expect(look({ image: 'shop:${TAG}' }, { image: 'shop:' })).toEqual([
    'error: TAG is not set, so web has the image "shop:", which is no name of one',
  ]);
  expect(look({ image: '$IMAGE' }, { image: '' })).toEqual(['error: IMAGE is not set, so web has no image']);
  expect(look({ image: 'shop${SUFFIX}:1' }, { image: 'shop:1' })).toEqual([]);
});

test('redis refuses an option without its value; others may, too', () => {
  expect(look({ command: 'redis-server --requirepass ${PASS}' }, { image: 'redis', command: ['redis-server', '--requirepass'] })).toEqual([
    'error: PASS is not set, so --requirepass of web has no value, and redis-server refuses to start',
  ]);
  expect(look({ command: 'serve --port $PORT --quiet' }, { image: 'x', command: ['serve', '--port', '--quiet'] })).toEqual([
    'warning: PORT is not set, so --port of web has no value',
  ]);
  expect(look({ command: 'serve --verbose $MORE' }, { image: 'x', command: ['serve', '--verbose'] })).toEqual([]);
});

test('a variable that Portside gives, or that carries a leased port, leaves no hole', () => {
  const environment = { URL: 'http://${INSTANCE_ID}:80/', OUTSIDE: 'http://localhost:${WEB_PORT}' };
  const variables = [
    { name: 'INSTANCE_ID', required: false },
    { name: 'WEB_PORT', required: false, from: 'lease' as const },
  ];
  expect(
    nothingBreaksWhenEmpty.look(inputOf({ services: { web: { image: 'x' } }, files: [{ services: { web: { environment } } }], variables })),
  ).toEqual([]);
});

test('a URL keeps its host and its port', () => {
  const url = (value: string) => look({ environment: { URL: value } }, { image: 'x' });
  expect(url('http://${HOST}:8080/')).toEqual(['warning: HOST is not set, so the URL in URL of web has no host']);
  expect(url('http://api:${PORT}/v1')).toEqual(['warning: PORT is not set, so the URL in URL of web has no port']);
  expect(url('postgres://app:${PASSWORD}@db:5432/shop')).toEqual([]);
  expect(url('http://api/${PATH_OF_IT}')).toEqual([]);
  expect(url('sqlite:///${FILE}')).toEqual([]);
});

test("a mount's source does not begin at the root of the machine", () => {
  expect(look({ volumes: ['${DATA}/db:/var/lib/db'] }, { image: 'x' })).toEqual([
    "warning: DATA is not set, so web gets /db of the machine's root",
  ]);
  expect(look({ volumes: ['./${DATA}/db:/var/lib/db'] }, { image: 'x' })).toEqual([]);
});
