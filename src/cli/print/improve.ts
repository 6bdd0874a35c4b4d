import type { ImproveEvent } from '../../contract/improve-events.ts';
import type { CriterionResult, Try } from '../../contract/improvement.ts';
import type { Call } from '../world.ts';
import { line } from './document.ts';
import { type Ink, inkFor } from './ink.ts';
import { inSeconds } from './seconds.ts';
import { createStatus } from './status-line.ts';
import { harmless } from './width.ts';

/** What a run says while it works: lines as they come, and on a terminal a last one that says what it is at. */
export interface ShownImprove {
  listen(event: ImproveEvent): void;
  say(words: string): void;
  /** Leaves the terminal alone, for a question. */
  pause(): void;
  close(): void;
}

export function showImprove({ world, flags }: Call): ShownImprove {
  if (flags.events) {
    return { listen: (event) => world.stdout.write(line(event)), say: () => undefined, pause: () => undefined, close: () => undefined };
  }
  if (flags.quiet) return { listen: () => undefined, say: () => undefined, pause: () => undefined, close: () => undefined };
  const ink = inkFor(world, world.stderr);
  const status = createStatus(world, ink);
  return {
    listen(event) {
      for (const words of wordsFor(event, ink, flags.verbose ?? false)) status.line(words);
      const now = atWork(event);
      if (now !== undefined) status.set(now);
    },
    say: status.line,
    pause: status.pause,
    close: status.close,
  };
}

/** What it is at from now on; undefined where that stays as it was. */
function atWork(event: ImproveEvent): string | undefined {
  switch (event.event) {
    case 'judging':
      return event.iteration === 0 ? 'looking at the project as it is' : `judging try ${event.iteration}`;
    case 'iteration':
      return `${event.agent} at work`;
    case 'agent':
      return event.seen.event === 'uses' ? harmless(`${event.seen.tool} ${event.seen.detail}`) : undefined;
    case 'execution':
      return event.of.event === 'stage' && event.of.state === 'begin' ? `judging: ${event.of.stage}` : undefined;
    case 'wait':
      return `waiting: ${event.reason}`;
    default:
      return undefined;
  }
}

function wordsFor(event: ImproveEvent, ink: Ink, verbose: boolean): string[] {
  const { bold, dim, yellow, marks } = ink;
  switch (event.event) {
    case 'begin':
      return [
        dim(`execution ${event.execution_uuid}`),
        bold(`improve ${event.project}`) + dim(`  ${event.agent}, until ${event.until}, from ${event.base.slice(0, 8)}`),
        ...(event.resumed ? [`  goes on with the run that did not end`] : []),
        ...(event.dirty > 0
          ? [dim(`  ${counted(event.dirty, 'changed file')} left alone: it begins at HEAD (--include-dirty takes them along)`)]
          : []),
      ];
    case 'judged':
      return [...(event.iteration === 0 ? ['as it is'] : []), ...event.criteria.map((one) => `  ${criterionLine(one, ink)}`)];
    case 'iteration':
      return [
        bold(`iteration ${event.iteration}`) + dim(`${event.most === undefined ? '' : ` of at most ${event.most}`}  ${event.agent}`),
        ...(event.attach ? [dim(`  look on: ${event.attach}`)] : []),
      ];
    case 'agent':
      if (event.seen.event === 'says') return saidLines(event.seen.text, verbose).map((text) => `  ${dim(marks.bar)} ${text}`);
      if (event.seen.event === 'uses')
        return verbose ? [dim(`  ${marks.arrow} ${harmless(`${event.seen.tool} ${event.seen.detail}`)}`)] : [];
      return event.seen.event === 'retries' ? [yellow(`  its provider: ${harmless(event.seen.reason)}`)] : [];
    case 'wait':
      return [yellow(`  waits ${inSeconds(event.seconds)}: ${harmless(event.reason)}`)];
    case 'try':
      return tryLines(event.try, ink);
    case 'note':
      return [`  ${harmless(event.message)}`];
    case 'execution':
      return verbose && event.of.event === 'step' && event.of.state === 'begin' ? [dim(`    ${event.of.step}`)] : [];
    default:
      return [];
  }
}

export function criterionLine({ name, held, detail }: CriterionResult, { green, red, dim, marks }: Ink): string {
  return `${held ? green(marks.ok) : red(marks.failed)} ${harmless(name)}  ${dim(harmless(detail))}`;
}

const verdictWords: Record<Try['verdict'], string> = { done: 'done', kept: 'kept', reverted: 'reverted', unchanged: 'nothing changed' };

function tryLines(
  { verdict, reason, stat, files, held, of, put_back: putBack, tokens, dollars, seconds }: Try,
  { dim, green, yellow }: Ink,
): string[] {
  const paint = verdict === 'done' || verdict === 'kept' ? green : yellow;
  const spent = [
    `${held} of ${of} criteria`,
    ...(tokens > 0 ? [`${tokens} tokens`] : []),
    ...(dollars ? [`$${dollars.toFixed(2)}`] : []),
    inSeconds(seconds),
  ];
  return [
    `  ${paint(verdictWords[verdict])}: ${harmless(reason)}`,
    ...(files.length > 0 ? [dim(`  ${stat}: ${files.slice(0, 4).map(harmless).join(', ')}${files.length > 4 ? ' and more' : ''}`)] : []),
    ...(putBack.length > 0 ? [yellow(`  put back: ${putBack.map(harmless).join(', ')}`)] : []),
    dim(`  ${spent.join(', ')}`),
  ];
}

function saidLines(text: string, verbose: boolean): string[] {
  const lines = text
    .split('\n')
    .map(harmless)
    .filter((one) => one.trim() !== '');
  return verbose ? lines : lines.slice(0, 2).map((one) => (one.length > 160 ? `${one.slice(0, 159)}…` : one));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
