import type { AgentEvent, Usage } from '../backend.ts';
import { countAt, gist, listAt, parseJsonLine, pick, textAt } from './json-line.ts';
import { since } from './session-totals.ts';
import { createTail } from './tail.ts';
import { lastWords, says, type StreamReader, type Told, type Trouble, uses } from './told.ts';
import { type Here, troubleInText } from './trouble-in-text.ts';

/** Its usage is that of the whole thread, so a thread that is gone on with counts on. */
export interface CodexReader extends StreamReader {
  totals(): Usage | undefined;
}

/** Lines of `codex exec --json`. An `error` is its last word or a try to connect again; `turn.failed` and `turn.completed` are the end. */
export function createCodexReader(here: Here, before: Usage | undefined): CodexReader {
  const tail = createTail();
  let session: string | undefined;
  let said = '';
  let error = '';
  let totals: Usage | undefined;
  let waitsFor: string | undefined;
  let end: 'completed' | 'failed' | undefined;
  return { line, told, isOver: () => end !== undefined, totals: () => totals };

  function line(text: string): AgentEvent[] {
    const event = parseJsonLine(text);
    if (!event) {
      tail.add(text);
      return [];
    }
    switch (event['type']) {
      case 'thread.started':
        session = textAt(event, 'thread_id');
        return [];
      case 'turn.completed':
        end = 'completed';
        waitsFor = undefined;
        totals = { inputTokens: countAt(event, 'usage', 'input_tokens'), outputTokens: countAt(event, 'usage', 'output_tokens') };
        return [];
      case 'turn.failed':
        end = 'failed';
        error = textAt(event, 'error', 'message') ?? error;
        return [];
      case 'error':
        return mishap(textAt(event, 'message') ?? 'unknown');
      case 'item.started':
      case 'item.completed':
        return item(event['type'] === 'item.started', pick(event, 'item'));
      default:
        return [];
    }
  }

  function mishap(message: string): AgentEvent[] {
    error = message;
    if (!/^reconnecting/i.test(message)) return [];
    waitsFor = message.slice(0, 300);
    return [{ event: 'retries', reason: waitsFor }];
  }

  function item(begins: boolean, what: unknown): AgentEvent[] {
    const type = textAt(what, 'type') ?? '';
    // Warnings, such as of a model that it does not know.
    if (type === 'error') return [];
    waitsFor = undefined;
    if (type === 'agent_message') {
      said = textAt(what, 'text') ?? said;
      return begins ? [] : says(said);
    }
    // Some items only have an end.
    if (type === 'command_execution') return begins ? [uses('command', gist(what))] : [];
    if (type === 'file_change') return begins ? [] : [uses('edit', changed(what))];
    if (type === 'mcp_tool_call' || type === 'web_search') return begins ? [] : [uses(textAt(what, 'tool') ?? type, gist(what))];
    return [];
  }

  function told(): Told {
    const trouble = troubleAtEnd();
    const noise = tail.text();
    return {
      usage: since(before, totals ?? before ?? { inputTokens: 0, outputTokens: 0 }),
      said: lastWords([said, end === 'completed' ? '' : error || noise].filter((text) => text !== '').join('\n')),
      over: end !== undefined,
      ...(session !== undefined && { session }),
      ...(trouble && { trouble }),
      ...(waitsFor !== undefined && { waitsFor }),
      ...(/no rollout found|(?:thread|conversation|session) not found/i.test(noise) && { lostSession: true }),
    };
  }

  function troubleAtEnd(): Trouble | undefined {
    if (end === 'completed') return undefined;
    if (end === 'failed') return troubleInText(error, here) ?? { kind: 'crashed', reason: error.slice(0, 300) };
    // Cut off while it tried to connect again, or before it began.
    if (waitsFor !== undefined || error !== '') return troubleInText(error, here);
    return session === undefined ? troubleInText(tail.text(), here) : undefined;
  }
}

function changed(what: unknown): string {
  return listAt(what, 'changes')
    .map((change) => textAt(change, 'path') ?? '')
    .join(' ');
}
