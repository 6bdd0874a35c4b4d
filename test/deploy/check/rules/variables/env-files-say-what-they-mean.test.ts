import { expect, test } from 'vitest';
import { envFilesSayWhatTheyMean } from '../../../../../src/deploy/check/rules/variables/env-files-say-what-they-mean.ts';
import { inputOf } from '../../input.ts';

function look(text: string) {
  return envFilesSayWhatTheyMean.look(inputOf({ surroundings: { envFiles: [{ file: '.env', text }] } }));
}

const said = (text: string) => look(text).map(({ severity, at, message }) => `${severity} ${at?.line ?? ''}: ${message}`);

test('a value that loses a part of itself is told, and no part of it is', () => {
  expect(look('A=1\nDB_PASSWORD=pa$word\n')).toMatchObject([
    {
      severity: 'warning',
      at: { file: '.env', line: 2 },
      message: 'DB_PASSWORD has a $ that is read as the name of a variable, which has no value: a part of it gets lost',
      repair: [{ edit: 'replace', file: '.env', line: 2, from: 'pa$word', to: "'pa$word'" }],
    },
  ]);
  expect(said('DB_PASSWORD=pa #word\n')).toEqual(['warning 1: what stands behind # in DB_PASSWORD is a comment, not part of the value']);
  expect(said('NAME=“shop”\n')).toEqual(['warning 1: NAME begins with a typographic quote, which becomes part of the value']);
});

test('of two values for one name the last counts', () => {
  expect(said('A=1\nB=2\nA=3\n')).toEqual(['warning 1: A has another value in line 3, and that one counts']);
  expect(said('A=1\nA=1\n')).toEqual([]);
});

test('line ends of Windows are noted, and can be changed', () => {
  expect(look('A=1\r\nB=2\r\n')).toMatchObject([{ severity: 'note', repair: [{ edit: 'unix-line-ends', file: '.env' }] }]);
});

test('comments, references, quotes and keys over several lines are what they are', () => {
  const text = [
    '# a comment with $DOLLARS',
    'PORT=8080 # the port',
    'BASE=/srv',
    'DATA=${BASE}/data',
    'OTHER=${UNSET:-x}',
    "PASSWORD='pa$word #1'",
    'HASH="a # b"',
    'export KEY="-----BEGIN',
    'a=b',
    'a=c',
    '-----END"',
    '',
  ];
  expect(said(text.join('\n'))).toEqual([]);
});
