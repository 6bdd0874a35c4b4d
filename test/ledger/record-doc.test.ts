import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ledger } from './fresh-ledger.ts';
import { about, recordOf } from './records.ts';

test('the script of docs/reference/record.md checks a record without Portside, whatever its keys are called', async () => {
  const text = await readFile('docs/reference/record.md', 'utf8');
  const script = /node -e '\n(.*?)' < record\.json/s.exec(text)?.[1] ?? '';
  const { deployment } = recordOf('u1');
  const named = { ...deployment, '8080_port': 1, '10': 2, '9': 3, é: [1.5, null, { b: 1, a: 'ä"\n' }] };
  const record = await ledger.append(recordOf('u1', { deployment: named }), about);
  const says = (one: object) => execFileSync(process.execPath, ['-e', script], { input: JSON.stringify(one), encoding: 'utf8' }).trim();
  expect(says(record)).toBe('true');
  expect(says({ ...record, timestamp: '2026-11-21T04:00:00.001Z' })).toBe('false');
});
