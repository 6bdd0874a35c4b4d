/** What a model asked for. `arguments` is what it wrote: meant to be JSON. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: string;
}

export type Message =
  | { role: 'system' | 'user'; text: string }
  | { role: 'assistant'; text: string; calls: ToolCall[] }
  | { role: 'tool'; id: string; name: string; text: string };

/** Results that are never shortened: the model is at work with them. */
const newest = 4;
const shortest = 300;

/** The same conversation in at most so many characters, as far as that goes: results of tools give way first, then what was written, then whole turns, the oldest first. */
export function withinBound(messages: readonly Message[], most: number): Message[] {
  const kept = [...messages];
  let size = kept.reduce((sum, message) => sum + sizeOf(message), 0);
  const old = () => kept.length - newest;
  for (const shorten of [shortResult, shortCalls]) {
    for (let at = 0; at < old() && size > most; at += 1) {
      const message = kept[at];
      if (!message) break;
      const shorter = shorten(message);
      size += sizeOf(shorter) - sizeOf(message);
      kept[at] = shorter;
    }
  }
  // The system's and the task's own message stay.
  for (let second = turnAfter(kept, 2); size > most && second !== undefined; second = turnAfter(kept, 2)) {
    for (const gone of kept.splice(2, second - 2)) size -= sizeOf(gone);
  }
  return kept;
}

function sizeOf(message: Message): number {
  return (
    message.text.length + (message.role === 'assistant' ? message.calls.reduce((sum, { arguments: given }) => sum + given.length, 0) : 0)
  );
}

function shortResult(message: Message): Message {
  if (message.role !== 'tool' || message.text.length <= shortest) return message;
  return { ...message, text: `${message.text.slice(0, shortest)}\n[shortened; use the tool again if you need the rest]` };
}

function shortCalls(message: Message): Message {
  if (message.role !== 'assistant') return message;
  const calls = message.calls.map((call) =>
    call.arguments.length <= shortest ? call : { ...call, arguments: shortArguments(call.arguments) },
  );
  return { ...message, calls };
}

/** Servers parse them, so they stay JSON. */
function shortArguments(written: string): string {
  try {
    const given: unknown = JSON.parse(written);
    return JSON.stringify(given, (_, value: unknown) =>
      typeof value === 'string' && value.length > shortest / 2 ? `${value.slice(0, shortest / 2)} [shortened]` : value,
    );
  } catch {
    return '{}';
  }
}

/** Where the turn after the one at `from` begins, if there is one that may stay. */
function turnAfter(messages: readonly Message[], from: number): number | undefined {
  const next = messages.findIndex(({ role }, index) => index > from && role === 'assistant');
  return next === -1 ? undefined : next;
}
