import { stripVTControlCharacters } from 'node:util';
import type { Evolution, VersionStep } from './evolution.ts';

/** The block "TASK METRICS & HISTORY" of a prompt that keeps its own score, ready to paste. Lines end with `\n`; the last one has none. */
export function historyMarkdown({ successes, failures, asked, newest, graduated, earlier, versions }: Evolution): string {
  const target = graduated ? `graduated: ${cell(graduated.version)} as ${cell(graduated.file)}` : `Target: ${asked}:1 to graduate`;
  return [
    '## 📊 TASK METRICS & HISTORY',
    `- **Success/Failure Ratio**: ${successes}:${failures} (${target})`,
    `- **Last Updated**: ${newest ? `${newest.at.slice(0, 19).replace('T', ' ')} UTC` : 'never'}`,
    `- **Last UUID**: \`${newest?.execution_uuid ?? 'None - first execution'}\``,
    '- **Evolution History**:',
    '  | Version | Change & Reason | Result | UUID |',
    '  | :------ | :-------------- | :----- | :--- |',
    ...(earlier.versions > 0
      ? [row(['…', `${earlier.versions} earlier ${earlier.versions > 1 ? 'versions' : 'version'}`, ratioOf(earlier), ''])]
      : []),
    ...(versions.length > 0 ? versions.map((step) => row(cellsOf(step))) : [row(['v1', 'not deployed yet', 'TBD', 'TBD'])]),
    '',
    '### Verification Command',
    '```bash',
    '# Verify last execution actually happened',
    newest ? `portside verify ${newest.execution_uuid}` : 'portside up',
    '```',
  ].join('\n');
}

function cellsOf(step: VersionStep): string[] {
  const { version, changes, reason, success, error, execution_uuid: uuid } = step;
  const ending = success === undefined ? '' : success ? '✅ Success, ' : '❌ Failed, ';
  return [
    version,
    cell([...changes, ...(reason === undefined ? [] : [reason])].join('; ')),
    `${ending}${ratioOf(step)}${error === undefined ? '' : `: ${cell(error)}`}`,
    uuid ?? 'no longer kept',
  ];
}

function ratioOf({ successes, failures }: { successes: number; failures: number }): string {
  return `${successes}:${failures}`;
}

function row([version = '', ...cells]: string[]): string {
  return `  | ${[version.padEnd(7), ...cells].join(' | ')} |`;
}

const longest = 200;

/** Text that others wrote, as it stands, on one line: it must not end the cell, the table or the block, nor become markup. */
function cell(text: string): string {
  const flat = stripVTControlCharacters(text)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const shown = [...flat].length > longest ? `${[...flat].slice(0, longest).join('')}…` : flat;
  return shown
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*|[\]~]/g, String.raw`\$&`)
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`);
}
