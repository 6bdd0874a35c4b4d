/** Words of an agent that say it has run into a limit of its model or its plan. */
export type LimitNotice =
  | { kind: 'tokens'; message: string; limit?: number; text: string }
  | { kind: 'rate'; message: string; retryAfterSeconds: number; text: string };

/** Reads output as it comes and tells of each kind of limit once. */
export interface LimitWatch {
  look(bytes: Buffer): LimitNotice[];
}

/** Where the words do not say how long to wait. */
const defaultRetrySeconds = 60;
const longestLine = 4096;

const tokenWords = [
  /exceeded the (\d+) (?:output )?token maximum/i,
  /(?:maximum context length|context window|max(?:imum)?[_ ](?:output[_ ])?tokens?)[^\n]{0,80}?(?:exceed|too long|limit)/i,
  /prompt is too long: (\d+) tokens/i,
  /token limit (?:was |has been )?(?:exceeded|reached)/i,
  /(?:exceed\w*|over) (?:the |its |your )?(?:maximum )?(?:token|context) (?:limit|length|window)/i,
];

const rateWords = [
  /\brate_limit_error\b/i,
  /rate limit (?:was |has been )?(?:exceeded|reached)|exceed\w* (?:the |your )?(?:\w+ )?rate limit/i,
  /\b429\b[^\n]{0,40}too many requests|too many requests[^\n]{0,40}\b429\b/i,
  /(?:claude(?: ai)? )?usage limit reached|you['’]ve hit your [^\n]{0,30}limit/i,
];

export function createLimitWatch(now: () => number): LimitWatch {
  const told = new Set<LimitNotice['kind']>();
  let line = '';
  return {
    look(bytes) {
      if (told.size === 2) return [];
      // The words are ASCII: there is no need to decode what is not.
      const text = bytes.toString('latin1');
      const lines = mayMatter.test(text) || mayMatter.test(line + text.slice(0, longestLine)) ? (line + text).split('\n') : [];
      line = lastLine(line, text);
      const notices = lines.flatMap((candidate) => noticesOf(decoded(candidate.slice(0, longestLine)), now));
      return notices.filter(({ kind }) => !told.has(kind) && told.add(kind));
    },
  };
}

/** Nearly all output has none of these; it is passed by at the price of a search. */
const mayMatter = /imit|oken|ontext|429|LIMIT|TOKEN|CONTEXT/;

function lastLine(line: string, text: string): string {
  const cut = text.lastIndexOf('\n');
  return cut === -1 ? (line + text).slice(-longestLine) : text.slice(cut + 1).slice(-longestLine);
}

function decoded(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}

function noticesOf(line: string, now: () => number): LimitNotice[] {
  const text = line.trim();
  const tokens = tokenWords.map((words) => words.exec(text)).find(Boolean);
  const limit = Number(tokens?.[1]);
  return [
    ...(tokens ? [{ kind: 'tokens', message: 'the token limit was exceeded', ...(limit ? { limit } : {}), text } as const] : []),
    ...(rateWords.some((words) => words.test(text))
      ? [{ kind: 'rate', message: 'the rate limit was exceeded', retryAfterSeconds: retryAfter(text, now), text } as const]
      : []),
  ];
}

/** `retry after 30`, `retry-after: 30`, `try again in 2 minutes`, or `resets at 1767225600` / `reached|1767225600` (epoch seconds). */
function retryAfter(text: string, now: () => number): number {
  const resetAt = Number(/(?:resets? at |\|)(\d{10})\b/i.exec(text)?.[1]);
  if (resetAt) return Math.max(0, Math.ceil(resetAt - now() / 1000));
  const [, amount, unit = 's'] = /(?:retry[- _]?after|try again in)["':= ]*(\d+)\s*(ms|m(?:in)?|h(?:our)?|s)?/i.exec(text) ?? [];
  if (!amount) return defaultRetrySeconds;
  const factor =
    { ms: 0.001, m: 60, h: 3600, s: 1 }[
      unit
        .toLowerCase()
        .replace(/^min$/, 'm')
        .replace(/^hour$/, 'h')
    ] ?? 1;
  return Math.ceil(Number(amount) * factor);
}
