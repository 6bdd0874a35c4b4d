/** What a minute allows; those that are not named are only shown, with these figures. */
export interface Limits {
  requests: number;
  input_tokens: number;
  output_tokens: number;
}

export const shownLimits: Limits = { requests: 4000, input_tokens: 2_000_000, output_tokens: 400_000 };

const minute = 60_000;

export interface Level {
  limit: number;
  remaining: number;
}

export interface Levels extends Record<keyof Limits, Level> {
  /** Epoch milliseconds: when all of it is there again. */
  reset: number;
}

/** Fixed windows of a minute, which begin with the first request. */
export function createWindows(wanted: { [Name in keyof Limits]?: number | undefined }) {
  const held = Object.entries(wanted).flatMap(([name, limit]) => (limit === undefined ? [] : [[name as keyof Limits, limit] as const]));
  const limits: Limits = { ...shownLimits, ...Object.fromEntries(held) };
  let since = 0;
  let used = { requests: 0, input_tokens: 0, output_tokens: 0 };

  const roll = (now: number) => {
    if (now - since < minute) return;
    since = now;
    used = { requests: 0, input_tokens: 0, output_tokens: 0 };
  };
  const level = (name: keyof Limits) => ({ limit: limits[name], remaining: Math.max(limits[name] - used[name], 0) });

  return {
    /** The limit that one more request would break; undefined where it may come in. */
    take(now: number): keyof Limits | undefined {
      roll(now);
      const full = held.find(([name, limit]) => used[name] >= limit)?.[0];
      if (full === undefined) used.requests += 1;
      return full;
    },
    spend(tokens: { input: number; output: number }) {
      used.input_tokens += tokens.input;
      used.output_tokens += tokens.output;
    },
    levels(now: number): Levels {
      roll(now);
      return {
        requests: level('requests'),
        input_tokens: level('input_tokens'),
        output_tokens: level('output_tokens'),
        reset: since + minute,
      };
    },
  };
}

export type Windows = ReturnType<typeof createWindows>;
