import type { Reply, ScriptedTool } from '../scenario/schema.ts';
import type { Answer, Block, Stop, ToolCall } from './answer.ts';
import type { Ask } from './ask.ts';
import { shellInput, shellOf } from './shell.ts';
import { tokensOf } from './tokens.ts';

/** The answer that a reply stands for, cut where the request wants it cut. `number` counts up over all answers. */
export function compose(reply: Reply, ask: Ask, { number, now }: { number: number; now: number }): Answer {
  const { text, sequence } = cutAtStop(reply.text ?? '', ask.stopSequences);
  const said: Block[] = [
    ...(reply.thinking && ask.thinking ? [{ type: 'thinking' as const, thinking: reply.thinking }] : []),
    ...(text ? [{ type: 'text' as const, text }] : []),
    ...(sequence === undefined ? reply.tools.map((tool, index) => call(tool, ask, `${number}_${index + 1}`)) : []),
  ];
  const { blocks, output, full } = cutAtMost(said, ask.maxTokens);
  const { usage } = reply;
  return {
    number,
    at: now,
    model: ask.model,
    blocks,
    stop: full ? 'max_tokens' : (reply.stop_reason ?? (sequence === undefined ? stopOf(blocks) : 'stop_sequence')),
    stopSequence: full ? undefined : sequence,
    usage: {
      fresh: usage.input ?? ask.input.fresh,
      cacheRead: usage.cache_read ?? ask.input.cacheRead,
      cacheCreation: usage.cache_creation ?? ask.input.cacheCreation,
      output: usage.output ?? output,
    },
  };
}

function stopOf(blocks: Block[]): Stop {
  return blocks.some(({ type }) => type === 'tool') ? 'tool_use' : 'end_turn';
}

function call(scripted: ScriptedTool, { dialect, tools }: Ask, number: string): ToolCall {
  const offer = scripted.run === undefined ? tools.find(({ name }) => name === scripted.name) : shellOf(tools);
  const input = scripted.run === undefined ? (scripted.input ?? {}) : shellInput(offer ?? { name: 'bash', kind: 'function' }, scripted.run);
  return {
    type: 'tool',
    id: scripted.id ?? `${dialect === 'messages' ? 'toolu' : 'call'}_${number}`,
    name: offer?.name ?? scripted.name ?? 'bash',
    kind: offer?.kind ?? 'function',
    input,
  };
}

function cutAtStop(text: string, sequences: string[]): { text: string; sequence: string | undefined } {
  const places = sequences.map((sequence) => ({ sequence, at: sequence ? text.indexOf(sequence) : -1 })).filter(({ at }) => at >= 0);
  const [first] = places.toSorted((a, b) => a.at - b.at);
  return first ? { text: text.slice(0, first.at), sequence: first.sequence } : { text, sequence: undefined };
}

/** What does not fit into `most` tokens is left out; a text is cut. */
function cutAtMost(blocks: Block[], most: number | undefined): { blocks: Block[]; output: number; full: boolean } {
  let output = 0;
  for (const [index, block] of blocks.entries()) {
    const tokens = outputTokens(block);
    if (most !== undefined && output + tokens > most) {
      const kept = block.type === 'text' ? [{ type: 'text' as const, text: block.text.slice(0, Math.max((most - output) * 4, 0)) }] : [];
      return { blocks: [...blocks.slice(0, index), ...kept.filter(({ text }) => text !== '')], output: most, full: true };
    }
    output += tokens;
  }
  return { blocks, output: Math.max(output, 1), full: false };
}

function outputTokens(block: Block): number {
  if (block.type === 'text') return tokensOf(block.text);
  return block.type === 'thinking' ? tokensOf(block.thinking) : tokensOf(block.name) + tokensOf(block.input);
}
