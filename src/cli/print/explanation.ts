import { causes } from '../../contract/cause.ts';
import type { RuleText } from '../../contract/check.ts';
import type { Ink } from './ink.ts';

/** What a rule means, why it is there, and how a project does without it. */
export function explanationText({ id, why, cause, docs }: RuleText, { bold, dim }: Ink): string {
  return [
    bold(id),
    `  ${why}`,
    ...(cause ? ['', `  A deployment that fails of it fails because ${causes[cause]} ${dim(`(${cause})`)}.`] : []),
    '',
    'To switch it off, in the Compose file, with the reason why:',
    dim('  x-portside:'),
    dim('    check:'),
    dim(`      ${id}: { reason: "…" }                  # everywhere`),
    dim(`      ${id}: { reason: "…", services: [web] } # for these only`),
    '',
    dim(docs),
    '',
  ].join('\n');
}
