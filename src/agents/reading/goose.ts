import type { AgentEvent, Usage } from '../backend.ts';
import { countAt, gist, listAt, numberAt, parseJsonLine, pick, textAt } from './json-line.ts';
import { createTail } from './tail.ts';
import { lastWords, says, type StreamReader, type Told, type Trouble, uses } from './told.ts';
import { type Here, troubleInText } from './trouble-in-text.ts';

/** How its last message begins, or what it holds, where a provider failed: such a run exits 0 all the same. */
const failures =
  /^Ran into this error: |Please resend your message to try again\.$|Please add credits to your account|^The provider refused this request|^Unable to continue: Context limit/;

/** Lines of `goose run --output-format stream-json`; messages come in pieces that share an id. */
export function createGooseReader(here: Here): StreamReader {
  const tail = createTail();
  let message = { id: '', text: '' };
  let error: string | undefined;
  let broke = false;
  let usage: Usage = { inputTokens: 0, outputTokens: 0 };
  let over = false;
  return { line, told, isOver: () => over };

  function line(text: string, from: 'stdout' | 'stderr'): AgentEvent[] {
    const event = from === 'stdout' ? parseJsonLine(text) : undefined;
    switch (event?.['type']) {
      case 'message':
        return textAt(event, 'message', 'role') === 'assistant' ? spoken(pick(event, 'message')) : [];
      case 'error':
        error = textAt(event, 'error') ?? 'unknown';
        return [];
      case 'complete':
        over = true;
        usage = usageOf(event);
        return [];
      case undefined:
        tail.add(text);
        return [];
      default:
        return [];
    }
  }

  function spoken(piece: unknown): AgentEvent[] {
    const id = textAt(piece, 'id') ?? '';
    if (id === '' || id !== message.id) message = { id, text: '' };
    return listAt(piece, 'content').flatMap((content) => {
      const type = textAt(content, 'type');
      if (type === 'toolRequest')
        return [uses(textAt(content, 'toolCall', 'value', 'name') ?? 'a tool', gist(pick(content, 'toolCall', 'value', 'arguments')))];
      if (type === 'systemNotification') broke ||= textAt(content, 'notificationType') === 'creditsExhausted';
      const words = textAt(content, 'text') ?? textAt(content, 'msg') ?? '';
      message.text = lastWords(message.text + words);
      return says(words);
    });
  }

  function told(): Told {
    const trouble = troubleAtEnd();
    const words = [message.text, error ?? ''].filter((text) => text !== '').join('\n');
    return { usage, said: lastWords(words === '' ? tail.text() : words), over, ...(trouble && { trouble }) };
  }

  function troubleAtEnd(): Trouble | undefined {
    if (broke) return { kind: 'credit', reason: message.text.slice(0, 300) };
    const words = error ?? (failures.test(message.text.trim()) ? message.text : undefined);
    if (words !== undefined) return troubleInText(words, here) ?? { kind: 'crashed', reason: words.trim().slice(0, 300) };
    return over || message.text !== '' ? undefined : troubleInText(tail.text(), here);
  }
}

/** Older versions tell only the sum. */
function usageOf(event: unknown): Usage {
  const input = numberAt(event, 'input_tokens');
  if (input === undefined) return { inputTokens: countAt(event, 'total_tokens'), outputTokens: 0 };
  return { inputTokens: input, outputTokens: countAt(event, 'output_tokens') };
}
