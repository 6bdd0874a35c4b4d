import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findMentions } from '../../src/audit/transcripts/find-mentions.ts';
import { whoSaidIt } from '../../src/audit/transcripts/who-said-it.ts';

const uuid = '11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa';

async function place(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'portside-transcripts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const find = (others = '', wanted = uuid) =>
    findMentions(wanted, { environment: { PORTSIDE_TRANSCRIPTS: others }, userHome: folder, currentDirectory: folder });
  return { folder, find };
}

const text = (said: string) => [{ type: 'text', text: said }];
const lineOf = (type: string, content: unknown) => JSON.stringify({ type, message: { role: type, content } });

test.for([
  ['assistant', lineOf('assistant', text(uuid))],
  ['assistant', lineOf('assistant', [{ type: 'tool_use', input: { command: `portside verify ${uuid}` } }])],
  ['user', lineOf('user', `is ${uuid} true?`)],
  ['user', lineOf('user', text(uuid))],
  ['tool result', lineOf('user', [{ type: 'tool_result', content: uuid }, ...text('go on')])],
  ['tool result', JSON.stringify({ role: 'tool', content: uuid })],
  ['assistant', JSON.stringify({ role: 'assistant', content: uuid })],
  ['somebody', JSON.stringify({ type: 'summary', summary: uuid })],
  ['somebody', `not JSON: ${uuid}`],
  ['assistant', `{"type":"assistant","message":{"content":"cut off ${uuid}`],
])('%s says %s', ([by, line]) => {
  expect(whoSaidIt(line ?? '', uuid)).toBe(by);
});

test('file and line of the first few, how many there are, and the first claim', async () => {
  const said = lineOf('user', uuid);
  const { folder, find } = await place({
    '.claude/projects/a/one.jsonl': `${lineOf('user', 'hello')}\n${said}\n${lineOf('assistant', uuid)}`,
    '.claude/projects/b/two.jsonl': `${said}\n`.repeat(7),
    '.claude/projects/b/deeper/three.jsonl': said,
    '.claude/projects/b/other.txt': said,
  });
  const found = await find();
  expect(found).toMatchObject({ files: 2, unreadable: 0, lines: 9 });
  expect(found.first).toHaveLength(5);
  expect(found.first[0]).toEqual({ file: join(folder, '.claude/projects/a/one.jsonl'), line: 2, by: 'user' });
  expect(found.claim).toEqual({ file: join(folder, '.claude/projects/a/one.jsonl'), line: 3, by: 'assistant' });
});

test('others by PORTSIDE_TRANSCRIPTS: patterns, separated by colons; each file once', async () => {
  const said = lineOf('assistant', uuid);
  const { folder, find } = await place({ 'logs/deep/down/x.jsonl': said, 'mine/y.log': said, 'mine/z.log': said });
  expect(await find()).toMatchObject({ files: 0, lines: 0 });
  const { first, files } = await find(`~/logs/**/*.jsonl:${folder}/mine/?.log:mine/y.log:/nowhere/*.jsonl`);
  expect([files, first.map(({ file }) => file.slice(folder.length))]).toEqual([
    3,
    ['/logs/deep/down/x.jsonl', '/mine/y.log', '/mine/z.log'],
  ]);
});

test('a line that is too long to be kept is found all the same, wherever in it, and across what is read at a time', async () => {
  const long = (before: number, after: number) => `{"type":"assistant","x":"${'x'.repeat(before)}${uuid}${'y'.repeat(after)}"}`;
  const lines = [
    long(2 ** 18 - 40, 0),
    long(5 * 2 ** 20, 10),
    long(10, 6 * 2 ** 20),
    'x'.repeat(5 * 2 ** 20),
    long(4 * 2 ** 20 - 50, 3 * 2 ** 20),
  ];
  const { find } = await place({ '.claude/projects/a/long.jsonl': lines.join('\n') });
  const { first } = await find();
  expect(first.map(({ line, by }) => `${line} ${by}`)).toEqual(['1 assistant', '2 assistant', '3 assistant', '5 assistant']);
});
