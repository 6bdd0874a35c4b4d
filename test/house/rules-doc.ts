import { basename } from 'node:path';
import { causes } from '../../src/contract/cause.ts';
import type { RuleText } from '../../src/contract/check.ts';
import { explainedRules } from '../../src/deploy/check/explained-rules.ts';
import { filesBelow, read } from './files.ts';

/** The page on all rules, from what they say of themselves and from their sources. */
export async function rulesPage(): Promise<string> {
  const sources = new Map(
    await Promise.all(filesBelow('src/deploy/check/rules').map(async (path) => [basename(path, '.ts'), await read(path)] as const)),
  );
  const rules = explainedRules();
  const index = rules.map(({ id }) => `- [${id}](#${id})`);
  const sections = rules.flatMap((rule) => ['', ...sectionOf(rule, sources.get(rule.id) ?? '')]);
  return [...head, ...index, ...sections, ''].join('\n');
}

const head = [
  '# The rules of `portside check`',
  '',
  'Written from the rules themselves: `script/docs` writes it anew, and a test holds it. How to use them: [the guide](../guide/check.md).',
  '',
];

function sectionOf({ id, why, cause, always }: RuleText, source: string): string[] {
  const says = /\/\*\*\s*((?:(?!\*\/)[\s\S])*?)\s*\*\/\s*export const \w+: Rule\b/.exec(source)?.[1]?.replaceAll(/\s*\n\s*\* ?/g, ' ');
  const severities = ['error', 'warning', 'note'].filter((severity) => source.includes(`'${severity}'`));
  return [
    `## ${id}`,
    '',
    ...(says && says !== why ? [says, ''] : []),
    `*Why:* ${why}`,
    '',
    `*Severity:* ${severities.length > 0 ? severities.join(', ') : 'error'}.${cause ? ` *Cause:* \`${cause}\`, ${causes[cause]}.` : ''}`,
    ...(always ? ['', 'It cannot be switched off.'] : []),
  ];
}
