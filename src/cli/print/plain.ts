import type { ExecutionEvent } from '../../contract/events.ts';
import type { Sink } from '../world.ts';
import type { Ink } from './ink.ts';
import { progressWords } from './bytes.ts';
import type { Progress } from './progress.ts';
import { harmless } from './width.ts';

/** Lines as they come. What was found and how it ended is left to the ending. */
export function showPlain(sink: Sink, ink: Ink, verbose: boolean): Progress {
  const say = (words: string) => sink.write(`${words}\n`);
  let execution = '';
  let stage = '';
  return {
    listen(event) {
      if (event.execution_uuid !== execution) say(ink.dim(`execution ${event.execution_uuid}`));
      execution = event.execution_uuid;
      // A stage may go in two parts, or again: its name stands once over what it says.
      if (event.event === 'stage' && event.stage === stage) return;
      if (event.event === 'stage' && event.state === 'begin') stage = event.stage;
      const words = wordsFor(event, ink, verbose);
      if (words !== undefined) say(words);
    },
    say,
    close: () => undefined,
  };
}

function wordsFor(event: ExecutionEvent, { dim, green, red, bold, marks }: Ink, verbose: boolean): string | undefined {
  switch (event.event) {
    case 'begin':
      return bold(`${event.action} ${event.instance}`);
    case 'stage':
      return event.state === 'begin' ? event.stage : undefined;
    case 'step':
      if (event.state === 'failed') return `  ${red(marks.failed)} ${event.step}`;
      if (event.state === 'end') return verbose ? `  ${green(marks.ok)} ${event.step}` : undefined;
      return `  ${event.step} ${marks.more}${verbose ? dim(`  ${event.cause}`) : ''}`;
    case 'service':
      return `  ${event.state.startsWith('failed') ? red(marks.failed) : green(marks.ok)} ${event.service}  ${harmless(event.state)}`;
    case 'probe':
      return `  ${probeMark(event.outcome)} ${event.service}  ${event.target}  ${harmless(event.detail)}`;
    case 'output':
      return verbose ? `  ${dim(marks.bar)} ${dim(harmless(event.line))}` : undefined;
    case 'undo':
      return `  undo: ${event.step}${event.problem ? `: ${red(event.problem)}` : ''}`;
    case 'note':
      return `  ${event.message}`;
    case 'progress':
      return verbose ? `  ${event.step}  ${dim(progressWords(event))}` : undefined;
    case 'finding':
    case 'end':
      return undefined;
  }

  function probeMark(outcome: string): string {
    return outcome === 'passed' ? green(marks.ok) : outcome === 'failed' ? red(marks.failed) : dim(marks.note);
  }
}
