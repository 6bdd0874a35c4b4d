import type { ExecutionEvent } from '../../contract/events.ts';
import type { Action } from '../../contract/record.ts';
import { progressWords } from './bytes.ts';
import type { Ink } from './ink.ts';
import { inSeconds } from './seconds.ts';
import { fit, harmless } from './width.ts';

/** What the live block knows. */
export interface Frame {
  execution?: string;
  title: string;
  stages: readonly { name: string; state: 'waiting' | 'working' | 'done' }[];
  /** In the order of their first mention. */
  rows: ReadonlyMap<string, Row>;
  /** The last line that a program printed in this stage. */
  output: string;
}

interface Row {
  mark: 'working' | 'ok' | 'failed' | 'note';
  text: string;
}

export const newFrame: Frame = { title: '', stages: [], rows: new Map(), output: '' };

/** The stages of each action, so that the row shows what is still to come. */
const stagesOf: Record<Action, string[]> = {
  up: ['resolve', 'check', 'build', 'plan', 'apply', 'verify'],
  rollback: ['resolve', 'check', 'plan', 'apply', 'verify'],
  down: ['apply', 'verify'],
  snapshot: ['plan', 'apply', 'verify'],
  restore: ['check', 'apply', 'verify'],
  graduate: [],
  checkpoint: [],
  improve: [],
};

export function frameAfter(before: Frame, event: ExecutionEvent): Frame {
  const frame = { ...before, execution: event.execution_uuid };
  const withRow = (key: string, row: Row): Frame => ({ ...frame, rows: new Map(frame.rows).set(key, row) });
  switch (event.event) {
    case 'begin':
      return { ...frame, title: `${event.action} ${event.instance}`, stages: mergeStages(stagesOf[event.action], frame.stages) };
    case 'stage':
      return { ...frame, output: '', stages: stagesAfter(frame.stages, event.stage, event.state === 'begin' ? 'working' : 'done') };
    case 'step':
      return event.state === 'end'
        ? withoutRow(frame, event.step)
        : withRow(event.step, { mark: event.state === 'begin' ? 'working' : 'failed', text: event.step });
    case 'progress':
      return withRow(`progress ${event.step}`, { mark: 'working', text: `${event.step}  ${progressWords(event)}` });
    case 'service':
      return withRow(`service ${event.service}`, {
        mark: event.state.startsWith('failed') ? 'failed' : 'ok',
        text: `${event.service}  ${event.state}`,
      });
    case 'probe':
      return withRow(`probe ${event.target}`, {
        mark: probeMarks[event.outcome] ?? 'note',
        text: `${event.service}  ${event.target}  ${event.detail}`,
      });
    case 'undo':
      return withRow(`undo ${event.step}`, {
        mark: event.problem ? 'failed' : 'ok',
        text: `undo: ${event.step}${event.problem ? `: ${event.problem}` : ''}`,
      });
    case 'output':
      return { ...frame, output: event.line };
    default:
      return frame;
  }
}

const probeMarks: Record<string, Row['mark']> = { passed: 'ok', failed: 'failed', unprobed: 'note' };

function mergeStages(names: readonly string[], known: Frame['stages']): Frame['stages'] {
  return names.map((name) => known.find((stage) => stage.name === name) ?? { name, state: 'waiting' });
}

function stagesAfter(stages: Frame['stages'], name: string, state: 'working' | 'done'): Frame['stages'] {
  if (!stages.some((stage) => stage.name === name)) return [...stages, { name, state }];
  return stages.map((stage) => (stage.name === name ? { name, state } : stage));
}

function withoutRow(frame: Frame, key: string): Frame {
  const rows = new Map(frame.rows);
  rows.delete(key);
  return { ...frame, rows };
}

const mostRows = 12;

/** The block as lines, none wider than the terminal. */
export function frameLines(frame: Frame, { elapsedMs, columns, ink }: { elapsedMs: number; columns: number; ink: Ink }): string[] {
  const { bold, dim, green, red, cyan, marks } = ink;
  const spinner = cyan(marks.spinner[Math.floor(elapsedMs / 80) % marks.spinner.length] ?? '');
  const shownMarks = {
    working: spinner,
    ok: green(marks.ok),
    failed: red(marks.failed),
    note: dim(marks.note),
    done: green(marks.ok),
    waiting: dim(marks.waiting),
  };
  const cut = (text: string) => fit(harmless(text), columns - 5, marks.more);
  const rows = [...frame.rows.values()];
  const hidden = rows.length - mostRows;
  const title = cut(`${frame.title || 'portside'}  ${inSeconds(elapsedMs / 1000)}`);
  return [
    `${spinner} ${bold(title)}`,
    ...(frame.stages.length > 0
      ? [`  ${frame.stages.map(({ name, state }) => `${shownMarks[state]} ${state === 'waiting' ? dim(name) : name}`).join('  ')}`]
      : []),
    ...(hidden > 0 ? [dim(`  ${marks.more} ${hidden} more`)] : []),
    ...rows.slice(-mostRows).map(({ mark, text }) => `  ${shownMarks[mark]} ${cut(text)}`),
    ...(frame.output ? [dim(`  ${marks.bar} ${cut(frame.output)}`)] : []),
  ];
}
