import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Mend } from '../../../src/contract/mend.ts';
import { mendsOfMemory } from '../../../src/loop/memory/mends.ts';
import { filesOfPatch, patched } from '../../../src/loop/memory/patched.ts';

const compose = 'services:\n  db:\n    environment:\n      PASS: hunter2xyz\n  web:\n    environment:\n      URL: http://localhost:80\n';
const patch = `--- a/compose.yaml
+++ b/compose.yaml
@@ -4,4 +4,4 @@
       PASS: ***
   web:
     environment:
-      URL: http://localhost:80
+      URL: http://db:80
`;
const texts = (text = compose) => new Map([['/srv/compose.yaml', text]]);

test('a patch applies where its lines stand by now; a secret that it does not know may be anything', () => {
  const moved = `# a comment\n# more\n${compose}`;
  expect(patched(patch, texts(moved), '/srv')).toEqual([
    { change: 'text', file: '/srv/compose.yaml', before: moved, after: moved.replace('localhost', 'db') },
  ]);
});

test.each([
  ['the line is another one by now', patch, compose.replace('localhost', 'elsewhere')],
  ['a line around it is another one', patch, compose.replace('  web:', '  api:')],
  ['it would write stars', patch.replace('http://db:80', 'http://me:***@db:80'), compose],
  ['it is none', 'use another port', compose],
  ['it is empty', '', compose],
  ['one of its files is not there', patch.replaceAll('compose.yaml', 'other.yaml'), compose],
  ['it makes a file that is there', patch.replace('--- a/compose.yaml', '--- /dev/null'), compose],
])('it is not applied at all where %s', (_why, text, file) => {
  expect(patched(text, texts(file), '/srv')).toBeUndefined();
});

test.each([
  ['leads out of the folder', patch.replaceAll('compose.yaml', '../compose.yaml')],
  ['removes a file', patch.replace('+++ b/compose.yaml', '+++ /dev/null')],
  ['renames one', patch.replace('+++ b/compose.yaml', '+++ b/other.yaml')],
  ['changes modes', `diff --git a/x b/x\nold mode 100644\nnew mode 100755\n${patch}`],
])('a patch that %s is not looked at', (_what, text) => {
  expect(filesOfPatch(text, '/srv')).toBeUndefined();
});

test('the memory offers what worked more often than not, and writes it; never through a link that leads out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portside-memory-'));
  try {
    await mkdir(join(folder, 'shop'));
    await writeFile(join(folder, 'shop/compose.yaml'), compose);
    await writeFile(join(folder, 'outside.yaml'), compose);
    await symlink('../outside.yaml', join(folder, 'shop/linked.yaml'));
    const added = '--- /dev/null\n+++ b/conf/new.conf\n@@ -0,0 +1 @@\n+yes\n';
    const remembered = [
      entry('failed as often', patch, 2, 2),
      entry('through a link', patch.replaceAll('compose.yaml', 'linked.yaml'), 5, 0),
      entry('from the top, elsewhere', patch.replaceAll('compose.yaml', 'outside.yaml'), 5, 0),
      entry('names the service', `${patch}${added}`, 2, 1),
    ];
    const evidence = { criteria: [], findings: [], logs: [], tried: [], remembered };
    const found: Mend[] = [];
    for await (const mend of mendsOfMemory({ worktree: folder, directory: join(folder, 'shop'), evidence })) found.push(mend);
    expect(found.map(({ words }) => words)).toEqual(['names the service\nIt mended this 2 times before.']);
    const fromTheTop = { ...evidence, remembered: [entry('from the top', patch.replaceAll('compose.yaml', 'shop/compose.yaml'), 1, 0)] };
    for await (const mend of mendsOfMemory({ worktree: folder, directory: join(folder, 'shop'), evidence: fromTheTop })) found.push(mend);
    expect(found[1]?.words).toBe('from the top\nIt mended this once before.');
    await found[0]?.apply();
    expect(await readFile(join(folder, 'shop/compose.yaml'), 'utf8')).toContain('http://db:80');
    expect(await readFile(join(folder, 'shop/conf/new.conf'), 'utf8')).toBe('yes\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

function entry(fix: string, text: string, worked: number, failed: number) {
  return { signature: 's', failure: 'f', fix, patch: text, worked, failed };
}
