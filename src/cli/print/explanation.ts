import { causes } from '../../contract/cause.ts';
import type { RuleText } from '../../contract/check.ts';
import type { Ink } from './ink.ts';

/** What a rule means, why it is there, and how a project does without it. */
export function explanationText({ id, why, cause, always, docs }: RuleText, { bold, dim }: Ink): string {
  return [
    bold(id),
    `  ${why}`,
    ...(cause ? ['', `  A deployment that fails of it fails because ${causes[cause]} ${dim(`(${cause})`)}.`] : []),
    '',
    ...(always ? ['It cannot be switched off.'] : switchingOff(id).map((line, at) => (at === 0 ? line : dim(line)))),
    '',
    dim(docs),
    '',
  ].join('\n');
}

function switchingOff(id: string): string[] {
  return [
    'To switch it off, in the Compose file, with the reason why:',
    '  x-portside:',
    '    check:',
    `      ${id}: { reason: "…" }                   # everywhere`,
    `      ${id}: { reason: "…", services: [web] }  # for these only`,
  ];
}
