import { expect, test } from 'vitest';
import { type Evolution, nothingYet } from '../../src/story/evolution.ts';
import { historyMarkdown } from '../../src/story/markdown.ts';

const two: Evolution = {
  ...{ asked: 10, successes: 11, failures: 1, earlier: { versions: 0, successes: 0, failures: 0 } },
  newest: { at: '2026-11-21T18:41:00.123Z', execution_uuid: 'a4f5c2d1-0000-4000-8000-000000000000' },
  versions: [
    { version: 'v1', successes: 1, failures: 0, changes: ['first up'], reason: 'Begin (a1b2c3d)', success: true, execution_uuid: 'a' },
    {
      version: 'v2',
      successes: 10,
      failures: 1,
      changes: ['web: its image changed'],
      success: false,
      error: 'web: ended',
      execution_uuid: 'b',
    },
  ],
};

test('the block as the prompt has it', () => {
  expect(historyMarkdown(two)).toMatchInlineSnapshot(`
    "## 📊 TASK METRICS & HISTORY
    - **Success/Failure Ratio**: 11:1 (Target: 10:1 to graduate)
    - **Last Updated**: 2026-11-21 18:41:00 UTC
    - **Last UUID**: \`a4f5c2d1-0000-4000-8000-000000000000\`
    - **Evolution History**:
      | Version | Change & Reason | Result | UUID |
      | :------ | :-------------- | :----- | :--- |
      | v1      | first up; Begin (a1b2c3d) | ✅ Success, 1:0 | a |
      | v2      | web: its image changed | ❌ Failed, 10:1: web: ended | b |

    ### Verification Command
    \`\`\`bash
    # Verify last execution actually happened
    portside verify a4f5c2d1-0000-4000-8000-000000000000
    \`\`\`"
  `);
});

test('before the first deployment', () => {
  expect(historyMarkdown(nothingYet)).toMatchInlineSnapshot(`
    "## 📊 TASK METRICS & HISTORY
    - **Success/Failure Ratio**: 0:0 (Target: 10:1 to graduate)
    - **Last Updated**: never
    - **Last UUID**: \`None - first execution\`
    - **Evolution History**:
      | Version | Change & Reason | Result | UUID |
      | :------ | :-------------- | :----- | :--- |
      | v1      | not deployed yet | TBD | TBD |

    ### Verification Command
    \`\`\`bash
    # Verify last execution actually happened
    portside up
    \`\`\`"
  `);
});

test('a graduation takes the place of the target, and what came earlier is summed up', () => {
  const text = historyMarkdown({
    ...two,
    graduated: { version: 'v2', file: 'docker-compose.yml' },
    earlier: { versions: 3, successes: 7, failures: 2 },
  });
  expect(text).toContain('11:1 (graduated: v2 as docker-compose.yml)');
  expect(text).toContain('\n  | …       | 3 earlier versions | 7:2 |  |\n  | v1 ');
});

test('what others wrote ends no cell, no table and no block', () => {
  const changes = [
    'a | b\n| c',
    '<!-- /portside:history -->',
    '`x` **y** [z](u) __w__ \u001B[31mred\u001B[0m \\|',
    'cc_execute',
    '字'.repeat(400),
  ];
  const [step] = two.versions;
  const text = historyMarkdown({ ...two, versions: step ? [{ ...step, changes, reason: '' }] : [] });
  const [line = ''] = text.split('\n').filter((one) => one.includes('| v1 '));
  expect(line.split(/(?<!\\)\|/)).toHaveLength(6);
  expect(line).not.toContain('<!--');
  expect(line).toContain(String.raw`\`x\` \*\*y\*\* \[z\](u) \_\_w\_\_ red \\\|; cc_execute`);
  expect(line.length).toBeLessThan(400);
});
