import type { Answer, Usage } from '../conversation/answer.ts';
import type { Ask } from '../conversation/ask.ts';
import type { Scenario } from '../scenario/schema.ts';
import { costOf } from './prices.ts';
import { createPromptCache } from './prompt-cache.ts';
import { createWindows } from './windows.ts';

/** The newest requests that are kept to look at. */
const kept = 1000;

export interface Entry {
  number: number;
  /** ISO 8601. */
  at: string;
  method: string;
  path: string;
  api?: string;
  session?: string;
  turn?: number;
  model?: string;
  stream?: boolean;
  text?: string;
  tool_results?: { tool: string | undefined; text: string; error: boolean }[];
  /** Which rule answered; undefined where none did. */
  rule?: string;
  fault?: string;
  status?: number;
  usage?: Usage;
}

const nothing: Usage = { fresh: 0, cacheRead: 0, cacheCreation: 0, output: 0 };

/** Everything that the mock remembers; a reset makes new ones. */
export function createBooks(scenario: Scenario) {
  let credits = scenario.credits;
  let requests = 0;
  let answers = 0;
  const tokens: Usage = { ...nothing };
  const used = scenario.rules.map(() => 0);
  const sessions = new Map<string, { nth: number; requests: number; answers: number; tokens: Usage }>();
  const entries: Entry[] = [];

  const sessionOf = (name: string) => {
    const known = sessions.get(name) ?? { nth: sessions.size + 1, requests: 0, answers: 0, tokens: { ...nothing } };
    sessions.set(name, known);
    return known;
  };

  return {
    windows: createWindows(scenario.limits),
    promptCache: createPromptCache(),
    used,
    /** Id of a response → all that was said up to it. */
    history: new Map<string, unknown[]>(),
    credits: () => credits,
    open(entry: Omit<Entry, 'number'>): Entry {
      const opened = { number: ++requests, ...entry };
      entries.push(opened);
      // In steps, since moving a thousand entries costs more than answering does.
      if (entries.length >= 2 * kept) entries.splice(0, kept);
      return opened;
    },
    asked({ session }: Ask) {
      sessionOf(session).requests += 1;
    },
    /** 1 for the first conversation that was seen. */
    nthSession: (name: string) => sessionOf(name).nth,
    nextAnswer: () => ++answers,
    answered({ session }: Ask, { model, usage }: Answer) {
      const known = sessionOf(session);
      known.answers += 1;
      for (const key of Object.keys(nothing) as (keyof Usage)[]) {
        tokens[key] += usage[key];
        known.tokens[key] += usage[key];
      }
      this.windows.spend({ input: usage.fresh + usage.cacheCreation, output: usage.output });
      if (credits !== undefined) credits = Math.max(credits - costOf(model, usage, scenario.prices), 0);
    },
    /** What `/__mock/state` shows. */
    state() {
      return {
        scenario: scenario.name ?? null,
        requests: { count: requests, newest: entries.slice(-kept) },
        sessions: Object.fromEntries(sessions),
        tokens,
        credits: credits ?? null,
        rules: scenario.rules.map(({ name, times }, index) => ({
          name: ruleName(name, index),
          matched: used[index] ?? 0,
          left: times === undefined ? null : Math.max(times - (used[index] ?? 0), 0),
        })),
      };
    },
  };
}

export type Books = ReturnType<typeof createBooks>;

export function ruleName(name: string | undefined, index: number): string {
  return name ?? `rule ${index + 1}`;
}
