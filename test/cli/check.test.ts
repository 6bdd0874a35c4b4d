import { describe, expect, test } from 'vitest';
import type { Checked, CheckReport, ReportedFinding, RuleText } from '../../src/contract/check.ts';
import type { App } from '../../src/contract/app.ts';
import { portside } from './memory-world.ts';

const finding: ReportedFinding = {
  rule: 'compose-accepts-the-file',
  severity: 'error',
  message: 'the service web has a key images, which Compose does not know',
  why: 'What Compose cannot read, nobody can start.',
  cause: 'invalid-compose',
  service: 'web',
  file: '/home/ada/shop/compose.yaml',
  line: 3,
  column: 5,
  fix: 'did you mean image?',
  docs: 'docs/reference/rules.md#compose-accepts-the-file',
  repairable: true,
  patch: '-images\n+image\n',
};
const warning: ReportedFinding = {
  rule: 'x-rule',
  severity: 'warning',
  message: '100%: a, b\nand c',
  file: '/home/ada/shop/a b,c.yaml',
  line: 1,
  docs: 'd',
  repairable: false,
  not_repaired: 'it is shared',
};
const rules: RuleText[] = [
  {
    id: 'compose-accepts-the-file',
    why: 'What Compose cannot read, nobody can start.',
    cause: 'invalid-compose',
    always: true,
    docs: 'docs/reference/rules.md#compose-accepts-the-file',
  },
  { id: 'x-rule', why: 'Because.', docs: 'docs/reference/rules.md#x-rule' },
];

function reportOf(findings: ReportedFinding[], changes: Partial<CheckReport> = {}): CheckReport {
  const count = (severity: string) => findings.filter((one) => one.severity === severity).length;
  const counts = {
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    repairable: findings.filter(({ repairable }) => repairable).length,
  };
  return {
    project: 'shop',
    instance: 'main',
    directory: '/home/ada/shop',
    findings,
    counts,
    switched_off: [],
    not_checked: [],
    ...changes,
  };
}

function appOf(...answers: Checked[]): Partial<App> {
  const waiting = [...answers];
  return { check: () => Promise.resolve(waiting.shift() ?? { report: reportOf([]) }), rules: () => Promise.resolve(rules) };
}

describe('text', () => {
  test('what, where, why, what to do, and what to type next', async () => {
    const off = [{ rule: 'y-rule', reason: 'we know' }];
    const report = reportOf([finding, { ...finding, message: 'another' }, warning], {
      switched_off: off,
      not_checked: ['images: no engine'],
    });
    const { exit, stdout } = await portside(['check', 'shop'], appOf({ report }));
    expect(exit).toBe(3);
    expect(stdout).toMatchInlineSnapshot(`
      "Errors they stop portside up
      ✘ the service web has a key images, which Compose does not know  shop/compose.yaml:3:5
          What Compose cannot read, nobody can start.
          did you mean image?
          compose-accepts-the-file: portside check --fix repairs it
      ✘ another  shop/compose.yaml:3:5
          did you mean image?
          compose-accepts-the-file: portside check --fix repairs it

      Warnings probably wrong
      ▲ 100%: a, b  shop/a b,c.yaml:1
          and c
          x-rule: not repaired, it is shared

      · not checked: images: no engine
      shop: 2 errors, 1 warning, 0 notes; 2 can be repaired: portside check shop --fix
      1 rule switched off in x-portside.check (--verbose says why)
        portside check --explain compose-accepts-the-file  what a rule means, and how to switch it off
      "
    `);
  });

  test('nothing wrong: exit 0, and how to start it', async () => {
    const { exit, stdout } = await portside(['check'], appOf({ report: reportOf([]) }));
    expect(exit).toBe(0);
    expect(stdout).toContain('✔ shop: nothing was found that is wrong\n  portside up  starts it\n');
  });

  test('warnings stop nobody', async () => {
    expect((await portside(['check'], appOf({ report: reportOf([warning]) }))).exit).toBe(0);
  });

  test('--verbose says why a rule is switched off', async () => {
    const report = reportOf([], { switched_off: [{ rule: 'y-rule', reason: 'we know', services: ['web'] }] });
    expect((await portside(['check', '--verbose'], appOf({ report }))).stdout).toContain('y-rule for web: we know');
  });
});

describe('--fix', () => {
  const repairing = () => {
    const applied: string[] = [];
    const checked: Checked = {
      report: reportOf([finding]),
      repair: {
        patch: '--- a/compose.yaml\n+++ b/compose.yaml\n-images\n+image\n',
        apply: () => Promise.resolve({ files: applied.push('written') > 0 ? ['/home/ada/shop/compose.yaml'] : [] }),
      },
    };
    return { checked, applied };
  };

  test('shows the diff, asks, writes, looks again and says what is left', async () => {
    const { checked, applied } = repairing();
    const asked: string[] = [];
    const confirm = (question: string) => Promise.resolve(asked.push(question) > 0);
    const ended = await portside(['check', '--fix'], appOf(checked, { report: reportOf([warning]) }), {
      terminal: true,
      confirm,
      environment: { NO_COLOR: '1' },
    });
    expect(asked).toEqual(['Repair it like this?']);
    expect(applied).toHaveLength(1);
    expect(ended.exit).toBe(0);
    expect(ended.stderr).toContain('-images\n+image\n');
    expect(ended.stderr).toContain('repaired 1 file: shop/compose.yaml; this is left:');
    expect(ended.stdout).toContain('0 errors, 1 warning, 0 notes');
  });

  test('whoever says no has nothing written', async () => {
    const { checked, applied } = repairing();
    const ended = await portside(['check', '--fix'], appOf(checked), { terminal: true, confirm: () => Promise.resolve(false) });
    expect([ended.exit, applied.length]).toEqual([3, 0]);
  });

  test('without a terminal nothing is written, and it says how', async () => {
    const { checked, applied } = repairing();
    const ended = await portside(['check', '--fix'], appOf(checked));
    expect([ended.exit, applied.length]).toEqual([3, 0]);
    expect(ended.stderr).toContain('+image');
    expect(ended.stderr).toContain('portside check --fix --yes');
  });

  test('--yes asks nobody', async () => {
    const { checked, applied } = repairing();
    expect((await portside(['check', '--fix', '--yes', '--json'], appOf(checked))).exit).toBe(0);
    expect(applied).toHaveLength(1);
  });
});

describe('formats', () => {
  test('--json is the report, and nothing else', async () => {
    const report = reportOf([finding]);
    const { stdout, stderr } = await portside(['check', '--json'], appOf({ report }));
    expect(JSON.parse(stdout)).toEqual(report);
    expect(stderr).toBe('');
  });

  test('GitHub: commas, colons, percent signs and line ends are escaped', async () => {
    const { stdout } = await portside(['check', '--format', 'github'], appOf({ report: reportOf([warning]) }));
    expect(stdout).toBe('::warning file=shop/a b%2Cc.yaml,line=1,title=x-rule::100%25: a, b%0Aand c\n');
  });

  test('SARIF: rules, results and places as code hosts read them', async () => {
    const { stdout } = await portside(['check', '--format', 'sarif'], appOf({ report: reportOf([finding, warning]) }));
    const { version, runs } = JSON.parse(stdout) as {
      version: string;
      runs: [{ tool: { driver: { rules: { id: string; helpUri: string }[] } }; results: object[] }];
    };
    expect(version).toBe('2.1.0');
    expect(runs[0].tool.driver.rules.map(({ id }) => id)).toEqual(['compose-accepts-the-file', 'x-rule']);
    for (const { helpUri } of runs[0].tool.driver.rules) expect(URL.canParse(helpUri)).toBe(true);
    expect(runs[0].results).toMatchObject([
      {
        ruleId: 'compose-accepts-the-file',
        ruleIndex: 0,
        level: 'error',
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: 'compose.yaml', uriBaseId: 'PROJECT' }, region: { startLine: 3, startColumn: 5 } },
          },
        ],
      },
      { ruleId: 'x-rule', level: 'warning', locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b%2Cc.yaml' } } }] },
    ]);
  });
});

describe('rules', () => {
  test('--explain says what one means and how to switch it off', async () => {
    const { exit, stdout } = await portside(['check', '--explain', 'x-rule'], appOf());
    expect(exit).toBe(0);
    expect(stdout).toContain('Because.');
    expect(stdout).toContain('x-rule: { reason:');
    expect((await portside(['check', '--explain', 'compose-accepts-the-file'], appOf())).stdout).toContain('It cannot be switched off.');
  });

  test.each(['--explain', '--rule'])('%s with a rule that is not there: exit 2, and which was meant', async (flag) => {
    const { exit, stderr } = await portside(['check', flag, 'x-rul'], appOf());
    expect([exit, stderr]).toEqual([2, '✘ there is no rule x-rul\n  did you mean x-rule?\n']);
  });

  test('--rule is handed on', async () => {
    const seen: unknown[] = [];
    const app = { ...appOf(), check: (options: unknown) => Promise.resolve(seen.push(options)).then(() => ({ report: reportOf([]) })) };
    await portside(['check', '.', '--rule', 'x-rule', '-f', 'a.yaml', '--env-file', '.e', '--profile', 'p', '--name', 'n'], app);
    expect(seen).toEqual([{ directory: '.', rules: ['x-rule'], files: ['a.yaml'], envFiles: ['.e'], profiles: ['p'], name: 'n' }]);
  });
});
