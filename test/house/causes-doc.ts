import { causes } from '../../src/contract/cause.ts';
import { explainedRules } from '../../src/deploy/check/explained-rules.ts';

/** The page on all causes, from their list and from the rules that foresee them. */
export function causesPage(): string {
  const rules = explainedRules();
  const rows = Object.entries(causes).map(([cause, because]) => {
    const foreseen = rules.filter((rule) => rule.cause === cause).map(({ id }) => `[${id}](rules.md#${id})`);
    return `| \`${cause}\` | ${because} | ${foreseen.join(', ')} |`;
  });
  return [...head, ...rows, ''].join('\n');
}

const head = [
  '# Why a deployment fails',
  '',
  'The names that `portside diagnose`, `portside check` and their `--json` give to causes; each text completes "because …".',
  'Written from the list itself: `script/docs` writes it anew, and a test holds it. How to use them: [the guide](../guide/diagnose.md).',
  '',
  '| Cause | Because … | Foreseen by |',
  '| --- | --- | --- |',
];
