import type { AgentEvent, AgentOutcome, Usage } from '../backend.ts';
import type { Asking } from './asking.ts';
import type { Message, ToolCall } from './conversation.ts';
import type { Tool } from './tool.ts';
import type { Workplace } from './workplace.ts';

export interface Turns {
  messages: Message[];
  asking: Asking;
  tools: readonly Tool[];
  workplace: Workplace;
  mostTurns: number;
  /** Of both kinds together; absent, as many as it takes. */
  mostTokens?: number;
  signal: AbortSignal;
  listen(event: AgentEvent): void;
  /** Told what each answer has cost. */
  onUsage(usage: Usage): void;
  /** Told its words. */
  onText(text: string): void;
}

/** Answers in a row of which nothing could be made. */
const mostUseless = 4;

/** Asks, does what was asked for, tells what came of it, until the model asks for nothing more. Rejects only with the signal's reason. */
export async function takeTurns(turns: Turns): Promise<AgentOutcome> {
  const { messages, asking, signal } = turns;
  let useless = 0;
  let tokens = 0;
  for (let turn = 0; turn < turns.mostTurns; turn += 1) {
    if (turns.mostTokens !== undefined && tokens >= turns.mostTokens)
      return { kind: 'stalled', reason: `used the ${turns.mostTokens} tokens that were left` };
    const asked = await asking.ask(messages, signal);
    if ('outcome' in asked) return asked.outcome;
    const { answer, broken } = asked;
    turns.onUsage(answer.usage);
    tokens += answer.usage.inputTokens + answer.usage.outputTokens;
    if (answer.text !== '') {
      turns.onText(answer.text);
      turns.listen({ event: 'says', text: answer.text });
    }
    if (answer.refusal !== undefined) return { kind: 'refused', reason: answer.refusal };
    if (answer.finish === 'content_filter') return { kind: 'refused', reason: "the provider's filter held its answer back" };
    const isCut = answer.finish === 'length';
    if (answer.calls.length === 0 && broken === 0 && !isCut && answer.text !== '') return { kind: 'done' };

    messages.push({ role: 'assistant', text: answer.text, calls: answer.calls.map(whole) });
    let failed = 0;
    for (const call of answer.calls) {
      const text = await use(call, turns);
      if (text.startsWith('error:')) failed += 1;
      messages.push({ role: 'tool', id: call.id, name: call.name, text });
    }
    const usable = answer.calls.length > failed;
    useless = usable ? 0 : useless + 1;
    if (useless >= mostUseless) return { kind: 'crashed', reason: `nothing could be made of ${mostUseless} answers in a row`, exitCode: 1 };
    if (answer.calls.length === 0) messages.push({ role: 'user', text: isCut ? cut : broken > 0 ? unreadable : empty });
  }
  return { kind: 'stalled', reason: `has not come to an end in ${turns.mostTurns} turns` };
}

const cut = 'Your answer was cut off: it is too long. Do it in smaller steps.';
const unreadable = 'That call is no JSON: write it again.';
const empty = 'You said nothing. Use a tool, or say what you have done.';

async function use(call: ToolCall, { tools, workplace, signal, listen }: Turns): Promise<string> {
  signal.throwIfAborted();
  const tool = tools.find(({ name }) => name === call.name);
  if (!tool) return `error: there is no tool ${call.name}: there are ${tools.map(({ name }) => name).join(', ')}`;
  const given = parse(call.arguments);
  if (!given) return `error: the arguments of ${call.name} are no JSON object`;
  const { text, detail } = await tool.use(given, workplace, signal);
  listen({ event: 'uses', tool: call.name, detail });
  return text;
}

/** Servers refuse a conversation in which arguments are no JSON. */
function whole(call: ToolCall): ToolCall {
  return parse(call.arguments) ? call : { ...call, arguments: '{}' };
}

function parse(written: string): object | undefined {
  if (written.trim() === '') return {};
  try {
    const given: unknown = JSON.parse(written);
    return typeof given === 'object' && given !== null ? given : undefined;
  } catch {
    return undefined;
  }
}
