import type { AgentEvent, Usage } from '../backend.ts';
import { countAt, gist, type JsonObject, parseJsonLine, pick, textAt } from './json-line.ts';
import { createTail } from './tail.ts';
import { lastWords, mostRetries, says, type StreamReader, type Told, type Trouble, uses } from './told.ts';
import { type Here, troubleInText } from './trouble-in-text.ts';

/** Lines of `gemini --output-format stream-json`; its tries again are told on standard error only. */
export function createGeminiReader(here: Here): StreamReader {
  const tail = createTail();
  let session: string | undefined;
  let said = '';
  let waitsFor: string | undefined;
  let attempts = 0;
  let result: JsonObject | undefined;
  return { line, told, isOver: () => result !== undefined, isHopeless: () => waitsFor !== undefined && attempts >= mostRetries };

  function line(text: string, from: 'stdout' | 'stderr'): AgentEvent[] {
    const event = from === 'stdout' ? parseJsonLine(text) : undefined;
    if (!event) return aside(text);
    switch (event['type']) {
      case 'init':
        session = textAt(event, 'session_id');
        return [];
      case 'message':
        return message(event);
      case 'tool_use':
        waitsFor = undefined;
        said = '';
        return [uses(textAt(event, 'tool_name') ?? 'a tool', gist(pick(event, 'parameters')))];
      case 'result':
        waitsFor = undefined;
        result = event;
        return [];
      default:
        return [];
    }
  }

  function message(event: JsonObject): AgentEvent[] {
    if (event['role'] !== 'assistant') return [];
    waitsFor = undefined;
    const words = textAt(event, 'content') ?? '';
    said = event['delta'] === true ? lastWords(said + words) : words;
    return says(words);
  }

  function aside(text: string): AgentEvent[] {
    tail.add(text);
    const attempt = /^Attempt (\d+) failed/.exec(text)?.[1];
    if (attempt === undefined) return [];
    attempts = Number(attempt);
    waitsFor = text.slice(0, 300);
    return [{ event: 'retries', reason: waitsFor }];
  }

  function told(): Told {
    const trouble = troubleAtEnd();
    const error = textAt(result, 'error', 'message') ?? '';
    return {
      usage: usageOf(result),
      said: lastWords([said, error].filter((text) => text !== '').join('\n') || (result ? '' : tail.text())),
      over: result !== undefined,
      ...(session !== undefined && { session }),
      ...(trouble && { trouble }),
      ...(waitsFor !== undefined && { waitsFor }),
    };
  }

  function troubleAtEnd(): Trouble | undefined {
    if (textAt(result, 'status') === 'success') return undefined;
    if (waitsFor !== undefined) return troubleInText(waitsFor, here);
    const words = textAt(result, 'error', 'message');
    if (words === undefined) return session === undefined ? troubleInText(tail.text(), here) : undefined;
    return troubleInText(words, here) ?? { kind: 'crashed', reason: words.slice(0, 300) };
  }
}

function usageOf(result: JsonObject | undefined): Usage {
  return { inputTokens: countAt(result, 'stats', 'input_tokens'), outputTokens: countAt(result, 'stats', 'output_tokens') };
}
