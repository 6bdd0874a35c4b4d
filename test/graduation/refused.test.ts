import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ExecutionEvent } from '../../src/contract/events.ts';
import type { InstanceView } from '../../src/contract/instance.ts';
import type { ExecutionRecord } from '../../src/contract/record.ts';
import { UserError } from '../../src/contract/user-error.ts';
import { beginExecution } from '../../src/deploy/execution.ts';
import { graduate } from '../../src/graduation/graduate.ts';
import { createRedactor } from '../../src/redaction/redact.ts';
import { entryOf } from '../../src/story/entry.ts';
import { historyStats } from '../../src/story/stats.ts';
import { identity } from '../deploy/snapshot/workbench.ts';
import { workbench } from '../doctor/tools.ts';

const view = (changes: Partial<InstanceView> = {}) =>
  ({ project: 'shop', instance: 'demo', compose_name: 'shop-demo', directory: '/srv/shop', ...changes }) as InstanceView;

/** An instance that was brought up once, and taken down since. */
async function onceUp() {
  const bench = await workbench();
  await bench.tools.instances.claim(identity, { name: 'shop', directory: '/srv/shop', files: [], envFiles: [], profiles: [] });
  await bench.tools.instances.update('shop-demo', { status: 'down', contentHash: 'abc' });
  const { clock } = bench.tools;
  const events: ExecutionEvent[] = [];
  const execution = beginExecution({
    ...{ uuid: 'e1', action: 'graduate', clock, signal: new AbortController().signal },
    ...{ redactor: createRedactor(), listen: (event) => void events.push(event) },
  });
  return { ...bench, execution, events };
}

test('a refusal is a record that was stopped and counts for nothing, copied to where --record says', async () => {
  const { tools, execution, events, home } = await onceUp();
  const recordFile = join(await mkdtemp(join(home, 'copy-')), 'record.json');
  const refused = await graduate(view(), { recordFile }, tools, execution);
  const record = JSON.parse(await readFile(recordFile, 'utf8')) as ExecutionRecord;
  expect(refused).toMatchObject({ graduated: false, missing: [{ condition: 'running' }, { condition: 'verified' }], record });
  expect(record).toMatchObject({
    ...{ action: 'graduate', counts: false, content_hash: 'abc', execution_uuid: 'e1' },
    metrics: { success: false, changed: false },
    error: expect.stringMatching(/^shop\/demo does not run: it is down; nothing of this version was ever verified/),
    failure: { hint: 'portside up --name demo /srv/shop', undo_problems: [] },
  });
  expect(record).not.toHaveProperty('graduation');
  expect(events.at(-1)).toMatchObject({ event: 'end', record });
  expect((await tools.history.get('e1'))?.record).toEqual(record);
  expect(entryOf(record, undefined, undefined)).toMatchObject({ result: 'stopped', changes: [] });
  const stats = await historyStats({ project: 'shop' }, tools);
  expect(stats).toMatchObject({ successes: 0, failures: 0, causes: [] });
});

test('one that ends with an error and exit 3 is recorded too, and the error is told as before', async () => {
  const { tools, execution } = await onceUp();
  const foreign = new UserError({ code: 'file-foreign', exit: 3, message: 'it is there already', hint: '--yes' });
  const refusing = { ...tools, history: { ...tools.history, versions: () => Promise.reject(foreign) } };
  await expect(graduate(view(), {}, refusing, execution)).rejects.toBe(foreign);
  expect((await tools.history.get('e1'))?.record).toMatchObject({
    ...{ action: 'graduate', error: 'it is there already', counts: false },
    failure: { hint: '--yes' },
  });
});
