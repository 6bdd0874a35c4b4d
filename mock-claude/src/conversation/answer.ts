import type { InputTokens, ToolOffer } from './ask.ts';

export interface ToolCall {
  type: 'tool';
  id: string;
  name: string;
  kind: ToolOffer['kind'];
  /** An object; a text for a `custom` tool, an argv for `local_shell`. */
  input: unknown;
}

export type Block = { type: 'text'; text: string } | { type: 'thinking'; thinking: string } | ToolCall;

export const stops = ['end_turn', 'tool_use', 'max_tokens', 'stop_sequence', 'refusal', 'pause_turn'] as const;
export type Stop = (typeof stops)[number];

export interface Usage extends InputTokens {
  output: number;
}

/** What a model says, whatever API it goes out by. */
export interface Answer {
  /** Counts up; the ids of an API are made of it. */
  number: number;
  /** Epoch milliseconds. */
  at: number;
  model: string;
  blocks: Block[];
  stop: Stop;
  stopSequence: string | undefined;
  usage: Usage;
}
