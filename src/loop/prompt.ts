import type { Evidence, Remembered } from '../contract/improve.ts';
import type { Try } from '../contract/improvement.ts';

export interface Asking {
  /** Of the project. */
  project: string;
  /** Where the agent works. */
  directory: string;
  goal?: string;
  iteration: number;
  evidence: Evidence;
  /** Paths, from the project's folder, that are put back whatever is done to them. */
  kept: string[];
}

/** What an agent is told: what has to hold, what does not yet and why, what was tried, and how its work is judged. */
export function promptOf({ project, directory, goal, iteration, evidence, kept }: Asking): string {
  const { criteria, error, diagnosis, findings, logs, tried, remembered } = evidence;
  return [
    `# Make the Docker Compose project "${project}" work`,
    goal ? `What is wanted: ${goal}` : '',
    `You are in its folder, ${directory}, on a branch of its own. Change the files there, and nothing elsewhere. Find the cause, and mend that with the smallest change.`,
    section(
      'What has to hold',
      criteria.map(({ name, held, detail }) => `- [${held ? 'x' : ' '}] ${name}: ${detail}`),
    ),
    ...criteria
      .filter(({ held, output }) => !held && output?.length)
      .map(({ name, output = [] }) => section(`The end of what ${name} printed`, fenced(output.slice(-mostLines)))),
    section('What went wrong', error ? [error] : []),
    section('Why', diagnosis ? explained(diagnosis) : []),
    section(
      'What a check of the files found',
      findings
        .slice(0, 12)
        .map(({ severity, message, at, fix }) => `- ${severity}: ${message}${at ? ` (${at})` : ''}${fix ? `. ${fix}` : ''}`),
    ),
    ...logs.slice(0, mostLogs).map(({ service, lines }) => section(`The last lines of ${service}`, fenced(lines.slice(-mostLines)))),
    section('What mended the same failure before', remembered.slice(0, 3).flatMap(recalled)),
    section('What was tried in this run', tried.slice(-8).map(told)),
    section('How your work is judged', judged(kept)),
    iteration > 1 ? `This is try ${iteration}. What did not work before will not work now: try something else.` : '',
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}

/** A program may print what it likes, and an agent has to read it. */
const mostLines = 40;
const mostLogs = 6;
const longestLine = 240;
const longestWords = 2000;

function section(title: string, lines: string[]): string {
  return lines.length === 0 ? '' : `## ${title}\n${lines.map((line) => cut(line, longestWords)).join('\n')}`;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}

function explained({ summary, suggestion, evidence, at, patch }: NonNullable<Evidence['diagnosis']>): string[] {
  return [
    `${summary}${at ? ` (${at})` : ''}`,
    ...evidence.slice(0, 6).map(({ from, text }) => `- ${from}: ${text}`),
    `Suggested: ${suggestion}`,
    ...(patch ? ['A change that would do it:', ...fenced(patch.trimEnd().split('\n').slice(0, 200), 'diff')] : []),
  ];
}

function recalled({ failure, fix, patch, worked, failed }: Remembered): string[] {
  return [
    `- ${failure}: ${fix} (worked ${worked} of ${worked + failed} times)`,
    ...fenced(patch.trimEnd().split('\n').slice(0, 60), 'diff'),
  ];
}

function told({ iteration, verdict, reason, stat, files, put_back: putBack }: Try): string {
  const where = files.length > 0 ? ` in ${files.slice(0, 6).join(', ')}` : '';
  const back = putBack.length > 0 ? `; put back: ${putBack.join(', ')}` : '';
  return `- Try ${iteration}: ${stat}${where}. ${verdict === 'kept' ? 'Kept' : verdict === 'unchanged' ? 'Nothing changed' : 'Reverted'}: ${reason}${back}`;
}

function judged(kept: string[]): string[] {
  return [
    '- The files that you leave are checked, brought up as a throw-away copy, and looked at from outside. What you say of them does not count.',
    '- Services, ports, probes and healthchecks that are there must stay, and mean something; privileges, host namespaces, devices, the engine’s socket and mounts of other folders are refused.',
    '- Tests, acceptance criteria and `x-portside` are put back as they were before your work is judged.',
    ...(kept.length > 0 ? [`- So are: ${kept.slice(0, 20).join(', ')}`] : []),
    '- Do not start containers yourself, and do not commit: both are done for you.',
    '- Values that read *** are secrets that you need not know.',
  ];
}

/** Longer than any fence in the text. */
function fenced(lines: string[], language = ''): string[] {
  const longest = Math.max(2, ...lines.map((line) => /^`+/.exec(line.trim())?.[0].length ?? 0));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines.map((line) => cut(line, longestLine)), fence];
}
