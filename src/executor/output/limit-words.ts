/** Where a sentence ends, or goes on to details: `Token limit exceeded by default` is none of an error's. */
const end = String.raw`(?=\s*$|[.,:;!|(]|\s[∙·•–—(-])`;
const sentence = (...alternatives: string[]): RegExp => new RegExp(`^(?:${alternatives.join('|')})`, 'i');

/** How a statement begins that says a limit of tokens was run into; the first group is the limit, where it is told. */
export const tokenWords = [
  sentence(String.raw`(?:(?:claude['’]s |the )?response )?exceeded the (\d+) output token maximum`),
  sentence(String.raw`prompt is too long: \d+ tokens > (\d+) maximum`),
  sentence(String.raw`input length and .?max_tokens.? exceed context limit: \d+ \+ \d+ > (\d+)`),
  sentence(String.raw`max_tokens: \d+ > (\d+), which is the maximum`),
  sentence(String.raw`this model['’]s maximum context length is (\d+) tokens[.,] (?:however|but)\b`),
  sentence(
    `prompt is too long${end}`,
    'your input exceeds the context window',
    `(?:the )?(?:maximum |max )?(?:token|context|context window|context length) limit (?:was |has been )?(?:exceeded|reached)${end}`,
    `(?:maximum context length|context window|context length) (?:was |has been )?exceeded${end}`,
    'context_length_exceeded$',
  ),
];

/** How a statement begins that says a limit of requests, or of a plan, was run into. */
export const rateWords = [
  sentence(
    String.raw`(?:[\w'’-]+ ){0,3}rate limit (?:was |has been )?(?:exceeded|reached)(?:${end}| for (?:\S+ in organization|user|installation|\d))`,
    String.raw`this request would exceed (?:the|your) [^.]{0,60}rate limit`,
    String.raw`you (?:have |['’]ve )?exceeded (?:the|your) [\w -]{0,30}rate limit`,
    String.raw`number of [\w ]{1,30} has exceeded your [\w -]{0,30}rate limit`,
    `(?:claude (?:ai |code )?)?usage limit reached${end}`,
    `(?:[\\w-]+ ){1,2}limit reached(?=\\s[∙·•] ?resets)`,
    `you(?:['’]ve| have) (?:hit|reached) your [\\w -]{0,30}limit${end}`,
    'you exceeded your current quota',
    `too many requests${end}`,
    '(?:rate_limit_error|rate_limit_exceeded|insufficient_quota|RESOURCE_EXHAUSTED)$',
  ),
];

/** What a whole line says of an answer with the status 429, wherever in it. */
export const refusedWords = [
  /^(?:< )?HTTP\/[\d.]+ 429\b/,
  new RegExp(String.raw`^429 (?:\{|too many requests${end})`, 'i'),
  /^[^=;`"']*?(?:error|exception)(?:\]| code)?:\s*(?:[^="'`]{0,160}[\s[(])?429\b/i,
  /^(?![-*#>|/+])[^=;`"']{0,80}\b429\b[\s:,()–—-]{1,4}(?:rate limit|too many requests)/i,
  /^[^=;`"']*?\bfailed with status(?: code)? 429\b/i,
  /^npm (?:ERR!|error)[^\n]*\b429 Too Many Requests/,
];
