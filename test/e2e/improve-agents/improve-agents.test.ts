import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { type Mock, startMock } from '../../../mock-claude/src/mock.ts';
import type { ExecutionRecord } from '../../../src/contract/record.ts';
import { installed } from '../agents/installed.ts';
import { test } from '../support/workplace.ts';
import { failsTwiceThenMends } from './scenario.ts';

const wrong = `services:
  web:
    image: busybox:1.37
    init: true
    command: httpdd -f -p 80
    ports: ["80"]
`;

const agents = {
  claude: {
    variables: ({ url }: Mock) => ({ ANTHROPIC_BASE_URL: url, CLAUDE_CODE_OAUTH_TOKEN: 'any' }),
    flags: [],
    script: {
      note: (file: string) => ({ name: 'Write', input: { file_path: file, content: 'It is slow.\n' } }),
      mend: [
        { name: 'Read', input: { file_path: '{{1}}/compose.yaml' } },
        { name: 'Edit', input: { file_path: '{{1}}/compose.yaml', old_string: 'httpdd', new_string: 'httpd' } },
      ],
    },
  },
  codex: {
    variables: ({ url }: Mock) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: 'any' }),
    flags: ['--model', 'gpt-mock'],
    script: {
      note: (file: string) => ({ run: `echo slow > ${file}` }),
      mend: [{ run: 'sed -i s/httpdd/httpd/ compose.yaml' }],
    },
  },
} as const;

for (const name of ['claude', 'codex'] as const) {
  const { path = '', reason } = await installed(name);
  const { variables, flags, script } = agents[name];

  describe.skipIf(reason !== undefined)(reason === undefined ? `the real ${name}` : `the real ${name} (skipped: ${reason})`, () => {
    test('fails twice, is waited for at its usage limit, and ends verified in its third try', async ({ at }) => {
      const project = await at.project({ 'compose.yaml': wrong });
      const git = (...args: string[]) => execFileSync('git', args, { cwd: project.directory, encoding: 'utf8' });
      git('init', '--quiet');
      git('add', '--all');
      git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '--message', 'first');
      await writeFile(join(at.folder, 'scenario.yaml'), JSON.stringify(failsTwiceThenMends(script)));
      const mock = await startMock({ scenario: join(at.folder, 'scenario.yaml') });
      onTestFinished(() => mock.close());
      at.environment = { PATH: path, HOME: at.folder, ...variables(mock) };

      const { exit, stdout, stderr } = await at.portside('improve', project.directory, '--agent', name, '--json', ...flags);
      expect(exit, stderr).toBe(0);
      const { improvement } = JSON.parse(stdout) as ExecutionRecord;
      expect(improvement).toMatchObject({ agent: name, status: 'completed', reason: 'success', merged: false });
      expect(improvement?.iterations.map(({ verdict }) => verdict)).toEqual(['reverted', 'reverted', 'done']);
      expect(improvement?.waits).toHaveLength(1);
      expect(improvement?.tokens).toBeGreaterThan(0);
      expect(git('diff', '--unified=0', 'HEAD', improvement?.branch ?? '')).toContain('+    command: httpd -f -p 80');
      expect(git('diff', '--name-only', 'HEAD', improvement?.branch ?? '')).toBe('compose.yaml\n');
      expect(git('status', '--porcelain')).toBe('');
      expect(await at.left()).toEqual([]);
    });
  });
}
