import { expect, test } from 'vitest';
import type { DoctorReport } from '../../src/contract/doctor.ts';
import { portside } from './memory-world.ts';

const sick: DoctorReport = {
  exit: 1,
  lines: [
    { group: 'engine', look: 'answers', level: 'ok', message: 'Docker Engine 26.1.5 answers', details: ['API 1.45'] },
    { group: 'machine', look: 'programs', level: 'note', message: 'Node.js 24' },
    {
      group: 'portside',
      look: 'unfinished',
      level: 'error',
      message: '`up` of shop-demo was killed',
      cost: 'it holds ports',
      repair: 'portside up',
      fixes: ['undo what it left'],
    },
    {
      group: 'leftovers',
      look: 'hash-named',
      level: 'warning',
      message: 'a killed Compose left 0123456789ab_web',
      fixes: ['remove container 0123456789ab_web'],
    },
  ],
};
const well: DoctorReport = {
  exit: 0,
  lines: sick.lines.slice(0, 2),
  done: [{ fix: 'undo what it left' }, { fix: 'remove container 0123456789ab_web', problem: 'it runs now' }],
};

test('groups, one line each, what is wrong with its cost and its repair, and what comes next', async () => {
  expect(await portside(['doctor'], { doctor: async () => sick })).toEqual({
    exit: 1,
    stdout: '',
    stderr: `Engine
  ✔ Docker Engine 26.1.5 answers

Portside
  ✘ \`up\` of shop-demo was killed
    it holds ports
    portside up

Leftovers
  ▲ a killed Compose left 0123456789ab_web

✘ 1 thing is broken, 1 warning
  portside doctor --fix would
    undo what it left
    remove container 0123456789ab_web
  1 note more: portside doctor --verbose
`,
  });
});

test('--verbose tells notes and details too; --json is the report', async () => {
  const { stderr } = await portside(['doctor', '--verbose'], { doctor: async () => sick });
  expect(stderr).toContain('    API 1.45\n');
  expect(stderr).toContain('  · Node.js 24\n');
  const { stdout, stderr: words } = await portside(['doctor', '--json'], { doctor: async () => sick });
  expect([JSON.parse(stdout), words]).toEqual([sick, '']);
});

test('--fix lists all that it would do, asks, does it, and says how it stands then', async () => {
  const questions: string[] = [];
  const confirm = async (question: string) => questions.push(question) > 0;
  const app = { doctor: async (agree?: (report: DoctorReport) => Promise<boolean>) => ((await agree?.(sick)) ? well : sick) };
  const { exit, stderr } = await portside(['doctor', '--fix'], app, { terminal: true, confirm, environment: { NO_COLOR: '1' } });
  expect(questions).toEqual(['Do all of this?']);
  expect(exit).toBe(0);
  expect(stderr).toContain("This would be done, and nobody's data is touched:\n  undo what it left\n  remove container 0123456789ab_web\n");
  expect(stderr.endsWith('✔ undo what it left\n✘ remove container 0123456789ab_web: it runs now\n\n✔ all is well\n')).toBe(true);
});

test('a no is a no: nothing is done, and the exit code is that of what was seen', async () => {
  const asked: boolean[] = [];
  const doctor = async (agree?: (report: DoctorReport) => Promise<boolean>) => {
    asked.push((await agree?.(sick)) ?? false);
    return sick;
  };
  const { exit } = await portside(['doctor', '--fix'], { doctor }, { terminal: true, confirm: async () => false });
  expect([exit, asked]).toEqual([1, [false]]);
});

test('what --fix left as it is on purpose is a note, and no problem', async () => {
  const done = [{ fix: 'undo what it left', note: 'shop_db stays as it is' }];
  const { stderr } = await portside(['doctor', '--fix', '--yes'], { doctor: async () => ({ ...well, done }) });
  expect(stderr).toBe('✔ undo what it left\n  · shop_db stays as it is\n\n✔ all is well\n');
});

test('without anybody to ask, --fix wants --yes', async () => {
  expect(await portside(['doctor', '--fix'], {})).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('portside doctor --fix --yes'),
  });
});
