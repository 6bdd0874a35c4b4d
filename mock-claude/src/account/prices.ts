import type { Usage } from '../conversation/answer.ts';

export interface Price {
  /** Dollars for a million tokens. */
  input: number;
  output: number;
}

/** List prices of late 2026, by a part of the model's name; the first that fits. */
const list: [string, Price][] = [
  ['opus', { input: 5, output: 25 }],
  ['sonnet', { input: 3, output: 15 }],
  ['haiku', { input: 1, output: 5 }],
  ['nano', { input: 0.05, output: 0.4 }],
  ['mini', { input: 0.25, output: 2 }],
  ['gpt', { input: 1.25, output: 10 }],
];

const otherwise: Price = { input: 3, output: 15 };

/** Dollars. What is read from a cache costs a tenth of fresh input, what is written to it a quarter more. */
export function costOf(model: string, usage: Usage, own: Record<string, Price>): number {
  const [, price] = [...Object.entries(own), ...list].find(([part]) => model.includes(part)) ?? ['', otherwise];
  const input = usage.fresh + usage.cacheRead * 0.1 + usage.cacheCreation * 1.25;
  return (input * price.input + usage.output * price.output) / 1e6;
}
