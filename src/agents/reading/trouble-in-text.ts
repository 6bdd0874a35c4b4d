import { resetTime } from './reset-time.ts';
import type { Trouble } from './told.ts';

export interface Here {
  /** Milliseconds since 1970. */
  now: number;
  /** Of this machine, such as `Europe/Berlin`; for times that name none. */
  zone: string;
}

type Kind = Trouble['kind'];

/** What providers and agents say of themselves; the first that fits counts. Only for words of theirs, never for what a model says of its work. */
const patterns: readonly [Kind, RegExp][] = [
  ['credit', /spend(?:ing)? limit(?!.*reset)/i],
  ['limit', /you(?:['’]ve| have) (?:hit|reached) your .{0,60}limit/i],
  ['limit', /usage[_ ]limit(?: has been)?[_ ](?:reached|exceeded)|(?:5-hour|weekly|daily|monthly|session) limit reached/i],
  [
    'limit',
    /(?:daily|usage) quota (?:exceeded|exhausted)|exhausted your (?:daily |)(?:quota|capacity)|quota will reset|free usage exceeded|out of (?:extra )?usage\b(?!.*funds)/i,
  ],
  // Google says `quota` of a minute's too.
  ['infrastructure', /current quota.*retry (?:in|after) \d/is],
  [
    'credit',
    /credit balance (?:is )?too low|insufficient[_ ](?:quota|credits?|balance|funds)|check your plan and billing|out of (?:usage )?credits|payment required/i,
  ],
  ['credit', /billing[_ ](?:error|hard limit)|(?:purchase|buy|add) (?:more )?credits|add funds|credits[_ ]?exhausted/i],
  [
    'login',
    /not logged in|please run \/login|(?:invalid|incorrect) (?:x-)?api[ _-]?key|api[ _-]?key (?:not (?:valid|found|set|provided)|is missing|missing|expired|is invalid)/i,
  ],
  [
    'login',
    /no (?:api key|auth(?:entication)? (?:method|credentials))|authentication[_ ]?(?:error|failed|required)|failed to authenticate|unauthorized|unauthenticated/i,
  ],
  [
    'login',
    /(?:token|login|session) (?:has |was |is )?(?:expired|revoked|invalid)|please (?:log|sign) in|set an auth method|invalid auth method|unregistered callers/i,
  ],
  [
    'setting',
    /model[_ ]not[_ ]found|(?:model .{0,80}|it) (?:does not|may not) exist|models?\/\S+ (?:is )?not found|unknown model|invalid model|issue with the selected model/i,
  ],
  [
    'setting',
    /unknown provider|no provider configured|context[_ ](?:length|window|limit)[_ ](?:still )?exceeded|ContextWindowExceeded|prompt is too long/i,
  ],
  [
    'infrastructure',
    /overloaded|rate[ _-]?limit|too many requests|resource[_ ]?exhausted|(?:http |status |status: |error[: (]+)(?:429|5\d\d)\b|internal server error|bad gateway|service ?unavailable/i,
  ],
  [
    'infrastructure',
    /gateway time-?out|at capacity|high demand|server[_ ]error|InternalServerError|provider returned error|API ?ConnectionError|litellm\.Timeout|litellm\.APIError/i,
  ],
  [
    'infrastructure',
    /ECONN(?:RESET|REFUSED|ABORTED)|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|UND_ERR|connection (?:error|dropped|refused|reset|closed|timed out|aborted)/i,
  ],
  [
    'infrastructure',
    /(?:unable|failed|could not|couldn't|cannot) (?:to )?(?:connect|reach)|connect(?:ion)? (?:to .{0,80} )?(?:failed|was closed)|error sending request|stream (?:disconnected|closed|ended|error)/i,
  ],
  [
    'infrastructure',
    /fetch failed|socket hang up|network (?:error|is unreachable|is down)|getaddrinfo|dns error|name resolution|request timed out|timed out waiting|certificate (?:has expired|verify failed|is not)|self[- ]signed certificate/i,
  ],
  [
    'refused',
    /safeguards (?:flagged|stopped)|usage polic(?:y|ies)|content[_ ]?(?:policy|filter)|flagged (?:by|as|for)|(?:model|provider) refused/i,
  ],
];

/** What is wrong, as far as words tell; undefined where they tell nothing that is known. */
export function troubleInText(text: string, { now, zone }: Here): Trouble | undefined {
  const kind = patterns.find(([, pattern]) => pattern.test(text))?.[0];
  if (!kind) return undefined;
  const reason = sentenceAround(text);
  const until = resetTime(text, now, zone);
  if (kind === 'limit') return { kind, reason, ...(until !== undefined && { until }) };
  if (kind === 'infrastructure') return { kind, reason, ...retryAfter(text, until, now) };
  return { kind, reason };
}

function retryAfter(text: string, until: number | undefined, now: number): { retryAfterMs?: number } {
  const seconds = /retry[-_ ]after["']?[:= ]+["']?(\d+(?:\.\d+)?)(?![\d.]*\s*(?:m|h|d))/i.exec(text)?.[1];
  if (seconds !== undefined) return { retryAfterMs: Number(seconds) * 1000 };
  return until === undefined ? {} : { retryAfterMs: until - now };
}

/** The line that fits, in at most 300 characters. */
function sentenceAround(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const line = lines.find((each) => patterns.some(([, pattern]) => pattern.test(each))) ?? lines.join(' ');
  return line.length <= 300 ? line : `${line.slice(0, 300)} …`;
}
