import type { Execution } from './execution.ts';
import { type Finding, placeOf } from './model/finding.ts';
import type { Verdict } from './model/probe.ts';

export function sayFindings(findings: Finding[], execution: Execution): void {
  for (const { severity, rule, message, at, fix, repair } of findings) {
    execution.say({
      ...{ event: 'finding', severity, rule, message },
      ...(at ? { where: placeOf(at) } : {}),
      ...(fix ? { fix } : {}),
      ...(repair ? { repairable: true } : {}),
    });
  }
}

export function sayVerdict({ service, kind, target, outcome, detail }: Verdict, execution: Execution): void {
  const ofService = kind === 'health' || kind === 'running' || kind === 'completed';
  if (ofService) execution.say({ event: 'service', service, state: outcome === 'passed' ? detail : `failed: ${detail}` });
  else execution.say({ event: 'probe', service, target, outcome, detail });
}
