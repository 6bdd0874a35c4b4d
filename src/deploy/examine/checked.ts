import type { CheckOptions, Checked, CheckReport, ReportedFinding } from '../../contract/check.ts';
import { docsOf } from '../../contract/rule-docs.ts';
import type { Redactor } from '../../redaction/redact.ts';
import { patchOf } from '../../repair/patch.ts';
import type { Repaired } from '../../repair/repair-texts.ts';
import { acceptsTheFile } from '../check/before-rules.ts';
import type { Finding } from '../model/finding.ts';
import type { FoundProject } from '../resolve/find-project.ts';
import type { DeployTools } from '../tools.ts';
import { type Examination, examine } from './examine.ts';
import { prepareRepairs, repairingOf } from './repairing.ts';

/** A project's findings, and what repairs them. */
export async function checkProject(options: CheckOptions, tools: DeployTools, redactor: Redactor): Promise<Checked> {
  const examination = await examine(options, tools, redactor);
  const findings = sorted(examination.findings).filter(({ rule }) => !options.rules || options.rules.includes(rule));
  const repairs = findings.flatMap(({ repair }) => (repair ? [repair] : []));
  const prepared = await prepareRepairs(examination.found, repairs, tools.environment);
  const report = redactor.deep(reportOf(examination, findings, prepared.repaired));
  const accepted = !examination.findings.some(({ rule }) => rule === acceptsTheFile.id);
  const repair = repairingOf(prepared, { found: examination.found, accepted }, tools, redactor);
  return { report, ...(repair ? { repair } : {}) };
}

function reportOf({ project, instance, found, draft, notChecked }: Examination, findings: Finding[], repaired: Repaired): CheckReport {
  const reported = findings.map((finding) => reportedFinding(finding, repaired, found));
  const count = (severity: Finding['severity']) => reported.filter((finding) => finding.severity === severity).length;
  return {
    project,
    instance,
    directory: found.directory,
    findings: reported,
    counts: {
      errors: count('error'),
      warnings: count('warning'),
      notes: count('note'),
      repairable: reported.filter(({ repairable }) => repairable).length,
    },
    switched_off: Object.entries(draft?.settings.check ?? {}).map(([rule, off]) => ({ rule, ...off })),
    not_checked: notChecked,
  };
}

function reportedFinding(
  { rule, severity, message, why, cause, service, at, fix, repair }: Finding,
  repaired: Repaired,
  { directory, files: [file] }: FoundProject,
): ReportedFinding {
  const made = repaired.made.find((one) => one.repair === repair);
  const refused = repaired.refused.find((one) => one.repair === repair);
  const patch = made ? patchOf(made.changes, directory) : '';
  return {
    ...{ rule, severity, message },
    ...(why ? { why } : {}),
    ...(cause ? { cause } : {}),
    ...(service ? { service } : {}),
    ...(at ?? (file ? { file } : {})),
    ...(fix ? { fix } : {}),
    docs: docsOf(rule),
    // What another repair has done already is repaired too.
    repairable: made !== undefined,
    ...(patch ? { patch } : {}),
    ...(refused ? { not_repaired: refused.reason } : {}),
  };
}

const order: Record<Finding['severity'], number> = { error: 0, warning: 1, note: 2 };

function sorted(findings: Finding[]): Finding[] {
  return findings.toSorted((a, b) => order[a.severity] - order[b.severity]);
}
