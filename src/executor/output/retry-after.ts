/** Where the words do not say how long to wait. */
const defaultSeconds = 60;

const number = String.raw`\d+(?:\.\d+)?`;
const unit = '(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|h|days?|d)';
const epoch = /(?:resets?(?:[-_ ]?at)?["':= ]+|\|)(\d{10})\b/i;
const date = /retry-after: ([a-z]{3}, \d{2} [a-z]{3} \d{4} [\d:]{8} GMT)/i;
const wait = new RegExp(
  String.raw`(?:retry[-_ ]?after([-_]ms)?|(?:try again|retry(?:ing)?|resets?) (?:in|after)|retryDelay)["':= ]*((?:${number} ?${unit}?,? ?(?:and )?)+)`,
  'i',
);
const parts = new RegExp(String.raw`(${number}) ?(${unit})?`, 'gi');

/**
 * Seconds until it is worth trying again, as APIs and agents say it: `retry-after: 30` or a date (RFC 9110, 10.2.3), `try again in 6m0s`,
 * `resets at 1767225600`, `reached|1767225600`.
 */
export function retryAfter(text: string, now: () => number): number {
  const at = Number(epoch.exec(text)?.[1]) * 1000 || Date.parse(date.exec(text)?.[1] ?? '');
  if (at) return Math.max(0, Math.ceil((at - now()) / 1000));
  const [, inMs, said] = wait.exec(text) ?? [];
  if (!said) return defaultSeconds;
  const seconds = [...said.matchAll(parts)].reduce(
    (sum, [, amount, name]) => sum + Number(amount) * secondsOf(name ?? (inMs ? 'ms' : 's')),
    0,
  );
  return Math.ceil(seconds);
}

function secondsOf(name: string): number {
  if (/^(?:ms|milli)/i.test(name)) return 0.001;
  return { s: 1, m: 60, h: 3600, d: 86_400 }[name.charAt(0).toLowerCase()] ?? 1;
}
