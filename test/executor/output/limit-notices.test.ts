import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type LimitNotice, createLimitWatch } from '../../../src/executor/output/limit-notices.ts';

const now = () => Date.UTC(2026, 0, 1);

function heard(pieces: (string | Buffer)[]): LimitNotice[] {
  const watch = createLimitWatch(now);
  return [...pieces.flatMap((piece) => watch.look('stdout', Buffer.from(piece))), ...watch.end()];
}

/** The same wherever the text is cut, with a line's end and without. */
function heardAnywhere(text: string): LimitNotice[] {
  const whole = heard([text]);
  const bytes = Buffer.from(`${text}\n`);
  for (let cut = 0; cut <= bytes.length; cut += 1)
    expect(heard([bytes.subarray(0, cut), bytes.subarray(cut)]), `cut at ${cut}`).toEqual(whole);
  return whole;
}

test.each<[string, number?]>([
  [
    "API Error: Claude's response exceeded the 32000 output token maximum. To configure this behavior, set CLAUDE_CODE_MAX_OUTPUT_TOKENS.",
    32_000,
  ],
  ['Prompt is too long'],
  ['  ⎿  Prompt is too long · Run /compact to compact & continue'],
  ['Context limit reached · /compact or /clear to continue'],
  [
    'API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 205342 tokens > 200000 maximum"}}',
    200_000,
  ],
  [
    'API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length or `max_tokens` and try again"}}',
    200_000,
  ],
  [
    'anthropic.BadRequestError: Error code: 400 - {"message": "max_tokens: 50000 > 32000, which is the maximum allowed number of output tokens"}',
    32_000,
  ],
  [
    `openai.BadRequestError: Error code: 400 - {'error': {'message': "This model's maximum context length is 8192 tokens. However, your messages resulted in 9361 tokens.", 'type': 'invalid_request_error', 'code': 'context_length_exceeded'}}`,
    8192,
  ],
  ['{"error":{"message":"Your input exceeds the context window of this model. Please adjust your input and try again."}}'],
  ['    "code": "context_length_exceeded"'],
  ['2026-01-01T12:00:00.123Z [ERROR] Token limit exceeded: 200001'],
  ['Error: Maximum context length exceeded'],
  [
    '{"type":"result","subtype":"success","is_error":true,"result":"API Error: Claude\'s response exceeded the 32000 output token maximum."}',
    32_000,
  ],
])('%s says that the tokens were too many', (text, limit) => {
  expect(heardAnywhere(text)).toEqual([
    { kind: 'tokens', message: 'the token limit was exceeded', ...(limit ? { limit } : {}), text: text.trim() },
  ]);
});

test.each([
  'Error 429: rate limit exceeded',
  'HTTP 429 Too Many Requests',
  'Error: Too Many Requests',
  'Error: RESOURCE_EXHAUSTED',
  '429 rate limit',
  'status 429: too many requests',
  'the server answered 429 Too Many Requests',
  'You have exceeded your rate limit',
])('%s says that the requests were too many', (text) => {
  expect(heardAnywhere(text)).toMatchObject([{ kind: 'rate', text }]);
});

test.each<[string, number]>([
  ['Claude AI usage limit reached|1767229200', 3600],
  ['Claude usage limit reached. Your limit will reset at 3pm (America/New_York).', 60],
  ['5-hour limit reached ∙ resets 3pm', 60],
  ["You've hit your limit · resets 3pm (UTC)", 60],
  ['You’ve hit your session limit · resets 3:45pm', 60],
  [
    'API Error: 429 {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your organization’s rate limit of 40,000 input tokens per minute."}}',
    60,
  ],
  ['{"type":"error","error":{"type":"rate_limit_error","message":"Number of request tokens has exceeded your per-minute rate limit"}}', 60],
  ["anthropic.RateLimitError: Error code: 429 - {'type': 'error', 'error': {'type': 'rate_limit_error', 'message': 'Slow down'}}", 60],
  [
    'Error: 429 Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Used 29000, Requested 4000. Please try again in 6m0.5s.',
    361,
  ],
  ['Rate limit reached for gpt-4 in organization org-x on requests per min. Please try again in 20ms. Visit the docs.', 1],
  ['openai.RateLimitError: You exceeded your current quota, please check your plan and billing details.', 60],
  ['429 {"type":"error","error":{"details":null}}', 60],
  ['Error: Request failed with status code 429', 60],
  ['AxiosError: Request failed with status code 429', 60],
  ['urllib.error.HTTPError: HTTP Error 429: Too Many Requests', 60],
  ['requests.exceptions.HTTPError: 429 Client Error: Too Many Requests for url: https://api.example.org/v1', 60],
  ['curl: (22) The requested URL returned error: 429', 60],
  ['[GoogleGenerativeAI Error]: Error fetching from https://example.org/v1: [429 Too Many Requests] Resource has been exhausted', 60],
  ['HTTP/1.1 429 Too Many Requests', 60],
  ['Too many requests, please try again in 5 minutes.', 300],
  ['Error: Rate limit exceeded, retry after 120 seconds', 120],
  ['Rate limit exceeded. Try again in 1 hour and 30 minutes', 5400],
  ['{"message":"API rate limit exceeded for user ID 4711."}', 60],
  ['HTTP/1.1 429 Too Many Requests\r\nserver: x\r\nretry-after: 30\r\n\r\n', 30],
  ['< HTTP/2 429 \n< retry-after-ms: 1500\n< ', 2],
  ['HTTP/2 429\nRetry-After: Thu, 01 Jan 2026 00:02:00 GMT\n\n{}', 120],
])('%j says that the rate was too high, for %i s', (text, retryAfterSeconds) => {
  expect(heardAnywhere(text)).toEqual([
    { kind: 'rate', message: 'the rate limit was exceeded', retryAfterSeconds, text: expect.any(String) },
  ]);
});

test.each([
  'rate limits are documented at https://docs.example.org/rate-limits',
  'Rate limits and context windows differ from model to model.',
  'The rate limit exceeded error is raised when too many requests are sent.',
  'When the token limit is exceeded, the middle is dropped.',
  'Claude has a context window of 200000 tokens; the maximum context length is a limit of the model.',
  "gpt-4's maximum context length is 8192 tokens.",
  '  const maxTokens = 4096; // token limit exceeded → retry',
  "  throw new Error('rate limit exceeded');",
  '  raise RateLimitError("Rate limit exceeded")',
  "  if (error.type === 'rate_limit_error') return retry();",
  "  case 'rate_limit_error':",
  "  rate_limit_error: 'Rate limit exceeded',",
  '// Error: token limit exceeded',
  '# Rate limit exceeded',
  ' * prompt is too long: 205342 tokens > 200000 maximum',
  '- 429 Too Many Requests: slow down',
  '| 429 | `rate_limit_error` | Your account has hit a rate limit. |',
  '+  "message": "Rate limit exceeded"',
  '  assert "maximum context length" in str(error)',
  '  const status = 429;',
  '  if (response.status === 429) await sleep(retryAfter);',
  'A server answers 429 when too many requests come.',
  '429 tests passed',
  'listening on port 4290, 429 connections',
  '127.0.0.1 - - [01/Jan/2026:00:00:00 +0000] "GET / HTTP/1.1" 429 12',
  'HTTP/1.1 200 OK\r\nx-ratelimit-limit: 429\r\n\r\n',
  'src/limits.ts:12:  { "message": "Rate limit exceeded" }',
  'describe("token limit reached", () => {',
  'test("rate limit exceeded", async () => {',
  'ok 12 - rate limit exceeded is told',
  'The error: it happens at most 4290 times',
])('%j is harmless', (text) => {
  expect(heardAnywhere(text)).toEqual([]);
});

test('a whole source about limits is harmless: this one’s own words', async () => {
  for (const name of ['limit-notices', 'limit-words', 'error-statements', 'retry-after'])
    expect(heard([await readFile(new URL(`../../../src/executor/output/${name}.ts`, import.meta.url))])).toEqual([]);
});

test('each kind is told once, whatever else is written', () => {
  const rate = 'Error: Rate limit exceeded\n';
  const tokens = 'Prompt is too long\n';
  expect(heard([rate, rate, `${rate}${tokens}`, tokens, rate]).map(({ kind }) => kind)).toEqual(['rate', 'tokens']);
});

test('lines of the two streams are not mixed', () => {
  const watch = createLimitWatch(now);
  expect(watch.look('stdout', Buffer.from('Prompt is '))).toEqual([]);
  expect(watch.look('stderr', Buffer.from('nothing of the kind\n'))).toEqual([]);
  expect(watch.look('stdout', Buffer.from('too long\n'))).toHaveLength(1);
});

test('a line without end is looked at as far as it can matter, and holds nothing up', () => {
  const watch = createLimitWatch(now);
  for (let round = 0; round < 50; round += 1) expect(watch.look('stdout', Buffer.alloc(65_536, 'limit '))).toEqual([]);
  expect(watch.look('stdout', Buffer.from('\nPrompt is too long\n'))).toHaveLength(1);
});

test.each([
  'Too many requests',
  'Too Many Requests',
  'TOO MANY REQUESTS',
  'Usage limit reached',
  'USAGE LIMIT REACHED',
  '"code": "insufficient_quota"',
])('%s is heard, however it is written', (line) => {
  expect(heard([`${line}\n`])).toMatchObject([{ kind: 'rate' }]);
});

test.each(['Prompt is too long', 'prompt is too long', 'PROMPT IS TOO LONG', 'Token limit exceeded', 'TOKEN LIMIT EXCEEDED'])(
  '%s is heard too',
  (line) => {
    expect(heard([`${line}\n`])).toMatchObject([{ kind: 'tokens' }]);
  },
);
