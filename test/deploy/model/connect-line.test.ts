import { expect, test } from 'vitest';
import { filledIn, namedIn } from '../../../src/deploy/model/connect-line.ts';

test.each([
  ['curl {API_URL}/health', ['API_URL'], 'curl http://localhost:8001/health'],
  ['"{TOKEN}" {API_URL}{TOKEN}', ['TOKEN', 'API_URL', 'TOKEN'], '"$&-$1" http://localhost:8001$&-$1'],
  ['echo ${HOME} {UNKNOWN}', ['UNKNOWN'], 'echo ${HOME} {UNKNOWN}'],
  [`curl -d '{"a": {"b": 1}}' {}`, [], `curl -d '{"a": {"b": 1}}' {}`],
  ["docker inspect -f '{{json}} {{.Id}}'", [], "docker inspect -f '{{json}} {{.Id}}'"],
])('%s', (line, names, filled) => {
  expect(namedIn(line)).toEqual(names);
  expect(filledIn(line, { API_URL: 'http://localhost:8001', TOKEN: '$&-$1', HOME: '/root', json: 'no' })).toBe(filled);
});
