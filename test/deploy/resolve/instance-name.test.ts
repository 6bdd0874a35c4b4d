import { expect, test } from 'vitest';
import { nameAfter, validateInstanceName } from '../../../src/deploy/resolve/instance-name.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

test.each([
  [{ branch: 'main' }, {}, 'main'],
  [{ branch: 'feature/Add_Login (2)' }, {}, 'feature-add-login-2'],
  [{ branch: 'fix', worktree: 'elsewhere' }, { GITHUB_REF_NAME: 'other' }, 'fix'],
  [{ commit }, { GITHUB_HEAD_REF: '', GITHUB_REF_NAME: 'release/1.2' }, 'release-1-2'],
  [{ commit }, { CI_COMMIT_REF_NAME: 'topic' }, 'topic'],
  [{ commit, worktree: 'agent-3' }, {}, 'agent-3'],
  [{ commit }, {}, '0123456'],
  [undefined, { BRANCH_NAME: 'another-folder' }, 'main'],
])('%j with %j is called %s', (head, environment, name) => {
  expect(nameAfter(head, environment)).toBe(name);
});

test('long branches that differ only at the end get different names, 40 letters at most', () => {
  const names = ['one', 'two'].map((end) => nameAfter({ branch: `feature/a-branch-with-quite-a-lot-to-say-${end}` }, {}));
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toMatch(/^feature-a-branch-with-quite-a-lot-[0-9a-f]{6}$/);
});

test('a branch without a single Latin letter still gets a name of its own', () => {
  const names = ['功能', '修复'].map((branch) => nameAfter({ branch }, {}));
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(validateInstanceName(name)).toMatch(/^branch-/);
});

test.each(['a', 'demo', 'x_1-y', '0', 'a'.repeat(63)])('%s is a name', (name) => {
  expect(validateInstanceName(name)).toBe(name);
});

test.each([
  ['', 'it is empty'],
  ['--force', 'it looks like an option'],
  ['../../etc', 'it looks like a path'],
  ['a/b', 'it looks like a path'],
  ['a'.repeat(300), 'it is 300 characters long'],
  ['Demo', 'it has upper-case letters'],
  ['démo', 'it has characters'],
  ['-', 'it looks like an option'],
  ['_a', 'it has characters'],
  ['a b', 'it has characters'],
  ['a\nb', 'it has characters'],
])('%j is not, and a name that would do is suggested', (name, why) => {
  const refusal = expect.objectContaining({ code: 'bad-instance-name', exit: 2, message: expect.stringContaining(why) as unknown });
  expect(() => validateInstanceName(name)).toThrow(refusal);
  const suggested = /--name (.*)$/.exec(hintOf(name))?.[1] ?? '';
  expect(validateInstanceName(suggested)).toBe(suggested);
});

function hintOf(name: string): string {
  try {
    validateInstanceName(name);
  } catch (error) {
    return (error as { hint: string }).hint;
  }
  return '';
}
