import { expect, test } from 'vitest';
import { healthPrograms } from '../../../src/deploy/model/health-programs.ts';

test.each<[string, string | undefined, string[]]>([
  ['curl -f http://a || exit 1', 'curl', ['exit']],
  ['A=1 exec curl -f "http://a?x=1&y=(2)" && test -f /x', 'curl', ['test']],
  ['! curl -s http://a | grep -q ok', 'curl', ['grep']],
  ['curl -s http://a | grep -v bad', undefined, ['curl', 'grep']],
  ['curl http://a || wget http://a', undefined, ['curl', 'wget']],
  ['curl http://a; true', undefined, ['curl', 'true']],
  ['curl http://a || exit 0', undefined, ['curl', 'exit']],
  ['test "$(curl -s http://a)" = ok', undefined, []],
  ['if curl http://a; then exit 0; fi', undefined, []],
  ['$TOOL http://a', undefined, []],
])('%s needs %s', (text, needed, others) => {
  expect(healthPrograms(['CMD-SHELL', text])).toEqual({ shell: true, others, ...(needed ? { needed } : {}) });
});

test('a list needs its first word', () => {
  expect(healthPrograms(['CMD', 'redis-cli', 'ping'])).toEqual({ shell: false, needed: 'redis-cli', others: [] });
});
