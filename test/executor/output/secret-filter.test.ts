import { expect, test } from 'vitest';
import { createSecretFilter } from '../../../src/executor/output/secret-filter.ts';
import { createRandom } from '../random.ts';

function through(secrets: string[], pieces: (string | Buffer)[]): string {
  const filter = createSecretFilter(secrets);
  const out = [...pieces.map((piece) => filter.push(Buffer.from(piece))), filter.flush()];
  return Buffer.concat(out).toString('utf8');
}

/** The same wherever one or two cuts are made, and in single bytes. */
function cutAnywhere(secrets: string[], text: string): string {
  const bytes = Buffer.from(text);
  const whole = through(secrets, [bytes]);
  for (let first = 0; first <= bytes.length; first += 1) {
    for (let second = first; second <= bytes.length; second += 1) {
      const pieces = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
      expect(through(secrets, pieces), `cut at ${first} and ${second}`).toBe(whole);
    }
  }
  const single = [...bytes].map((byte) => Buffer.from([byte]));
  expect(through(secrets, single)).toBe(whole);
  return whole;
}

test.each<[string, string[], string, string]>([
  ['a secret', ['s3cret-1'], 'my s3cret-1 is out', 'my *** is out'],
  ['a secret at the beginning and at the end', ['s3cret-1'], 's3cret-1 s3cret-1', '*** ***'],
  ['a secret again and again', ['s3cret-1'], 's3cret-1s3cret-1,s3cret-1', '******,***'],
  ['two secrets', ['s3cret-1', 'other-22'], 's3cret-1 and other-22', '*** and ***'],
  ['a secret inside another', ['key-1234', 'key-1234-long'], 'key-1234-long, key-1234', '***, ***'],
  ['the longer one of two named last', ['key-1234-long', 'key-1234'], 'key-1234-lon', '***-lon'],
  ['one in the middle of another', ['1234', 'key-1234-long'], 'key-1234-long key-1234-lon', '*** key-***-lon'],
  ['two that overlap', ['abcdefgh', 'fghijklm'], '<abcdefghijklm>', '<***>'],
  ['one that overlaps itself', ['abab'], '<ababab>', '<***>'],
  ['one that begins like itself', ['aab-aac1'], 'aab-aab-aac1 aaab-aac1', 'aab-*** a***'],
  ['one of many bytes a character', ['пароль-😀'], 'a пароль-😀 b', 'a *** b'],
  ['the beginning of one, that comes to nothing', ['s3cret-1'], 's3cret- s3cr', 's3cret- s3cr'],
  ['one that looks like what hides it', ['***secret'], '******secret***', '*********'],
])('%s is hidden, wherever the bytes were cut', (_, secrets, text, expected) => {
  expect(cutAnywhere(secrets, text)).toBe(expected);
});

test('without secrets everything goes through, and an empty one hides nothing', () => {
  expect(through([], ['any', 'thing'])).toBe('anything');
  expect(through([''], ['any', 'thing'])).toBe('anything');
});

test('only what may become a secret waits', () => {
  const filter = createSecretFilter(['s3cret-1']);
  expect(filter.push(Buffer.from('hello s3c')).toString()).toBe('hello ');
  expect(filter.push(Buffer.from('ond')).toString()).toBe('s3cond');
  expect(filter.flush()).toHaveLength(0);
});

test('one secret without end waits for no end', () => {
  const filter = createSecretFilter(['aaaaaaaa']);
  const out = Array.from({ length: 100 }, () => filter.push(Buffer.alloc(1000, 'a')));
  expect(Buffer.concat([...out, filter.flush()]).toString()).toBe('***');
});

test('random pieces of texts full of secrets never show one', () => {
  const random = createRandom(4);
  const secrets = ['abca', 'bcab', 'cabcc', 'aabbaa'];
  for (let round = 0; round < 500; round += 1) {
    const text = Array.from({ length: 30 }, () => random.pick(['a', 'b', 'c', 'd'])).join('');
    const pieces: string[] = [];
    for (let at = 0; at < text.length;) {
      const end = at + 1 + random.below(6);
      pieces.push(text.slice(at, end));
      at = end;
    }
    const out = through(secrets, pieces);
    expect(out).toBe(through(secrets, [text]));
    for (const secret of secrets) expect(out).not.toContain(secret);
    for (const left of out.split('***')) expect(text).toContain(left);
  }
});
