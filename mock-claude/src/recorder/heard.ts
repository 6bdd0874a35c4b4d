/** What a real model said, in the words of a scenario's reply. */
export interface Heard {
  thinking?: string;
  text?: string;
  tools?: { name: string; input: unknown; unoffered?: true }[];
  stop_reason?: string;
  usage?: { input: number; output: number; cache_read: number; cache_creation: number };
  /** Braces in it are no templates. */
  literal?: true;
}

export interface Said {
  thinking: string;
  text: string;
  tools: { name: string; input: unknown }[];
}

/** Without what is empty. */
export function heard({ thinking, text, tools }: Said, rest: Omit<Heard, keyof Said>): Heard {
  const said = { ...(thinking ? { thinking } : {}), ...(text ? { text } : {}), ...(tools.length > 0 ? { tools } : {}) };
  return { ...said, ...(JSON.stringify(said).includes('{{') ? { literal: true as const } : {}), ...rest };
}

export function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
