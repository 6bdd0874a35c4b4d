import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { handOver } from '../../src/improve/ending.ts';
import { newRun } from '../../src/loop/run.ts';
import { type Bench, bench, fill, keeperOn } from '../loop/repositories.ts';

let at: Bench;
beforeEach(() => {
  at = bench();
});
afterEach(() => at.close());

const stopped = { reason: 'stopped', detail: 'interrupted' } as const;

test('who said no gets no branch; and a branch that somebody worked on since stays as it is: what was kept later gets one of another name', async () => {
  const root = at.repository({ web: 'one' });
  const { repository, keeper } = await keeperOn(at, root);
  const kept = async (head: string, text: string) => {
    const folder = join(at.folder, 'agent');
    fill(folder, { web: text });
    return keeper.commit(await keeper.treeOf(folder, `${folder}.index`), head, 'An agent was here\n');
  };
  const begun = newRun({
    ...{ id: '0f9a3b1c-0000-4000-8000-000000000000', directory: root, agent: 'script', until: 'verified', criteria: [] },
    ...{ startedAt: 0, base: repository.head },
  });
  const first = { ...begun, head: await kept(begun.base, 'two') };
  const branch = 'portside/improve-0f9a3b1c';
  const rejected = { reason: 'rejected', detail: 'it was not approved' } as const;
  expect(await handOver(first, rejected, keeper, repository, {})).toEqual({ merged: false });
  expect(at.git(root, 'branch')).toBe('* main');
  expect(await handOver(first, stopped, keeper, repository, {})).toEqual({ branch, merged: false });

  const second = { ...first, head: await kept(first.head, 'three') };
  expect(await handOver(second, stopped, keeper, repository, {})).toEqual({ branch, merged: false });
  expect(at.git(root, 'rev-parse', branch)).toBe(second.head);

  at.git(root, 'checkout', '--quiet', branch);
  at.git(root, 'commit', '--quiet', '--allow-empty', '--message', 'My own');
  at.git(root, 'checkout', '--quiet', 'main');
  const own = at.git(root, 'rev-parse', branch);
  const third = { ...second, head: await kept(second.head, 'four') };
  const handed = await handOver(third, stopped, keeper, repository, {});
  expect(at.git(root, 'rev-parse', branch)).toBe(own);
  expect(handed.branch).not.toBe(branch);
  expect(at.git(root, 'rev-parse', handed.branch ?? '')).toBe(third.head);
});
