import { describe, expect, test } from 'vitest';
import { connect } from '../client.ts';
import { type StartTarget, script } from '../target.ts';
import { shared } from './shared.ts';

/** An agent's own words on its limits, told as notifications besides the output. */
export function notices(start: StartTarget): void {
  describe('a limit that an agent speaks of', () => {
    const target = shared(start);

    test.for<[text: string, limit: number | undefined]>([
      [`API Error: Claude's response exceeded the 32000 output token maximum.`, 32_000],
      ['Error: token limit exceeded', undefined],
      ['prompt is too long: 210000 tokens > 200000 maximum', 200_000],
    ])('tokens: %s', async ([text, limit]) => {
      await using client = await connect(target());
      const { ending } = await client.run(['echo', text]);
      const session = client.all('connected')[0]?.session_id;
      expect(client.all('error.token_limit_exceeded')).toEqual([
        {
          session_id: session,
          message: expect.any(String),
          ...(limit ? { limit } : {}),
          error_text: text,
          execution_uuid: ending.execution_uuid,
        },
      ]);
      expect(client.all('error.rate_limit_exceeded')).toEqual([]);
      expect(ending.status).toBe('completed');
    });

    test.for<[text: string, retryAfter: number]>([
      ['API Error: 429 {"type":"error","error":{"type":"rate_limit_error"}}', 60],
      ['Rate limit exceeded, retry after 30', 30],
      ['Rate limit exceeded. Try again in 2 minutes', 120],
      ['429 Too Many Requests, retry-after: 7', 7],
      ['rate limit reached; retry-after: 1500 ms', 2],
    ])('rate: %s', async ([text, retryAfter]) => {
      await using client = await connect(target());
      const { ending } = await client.run(['echo', text]);
      expect(client.all('error.rate_limit_exceeded')).toEqual([
        {
          session_id: client.all('connected')[0]?.session_id,
          message: expect.any(String),
          retry_after: retryAfter,
          error_text: text,
          execution_uuid: ending.execution_uuid,
        },
      ]);
    });

    test('rate: a point in time becomes seconds from now', async () => {
      await using client = await connect(target());
      await client.run(['echo', `Claude AI usage limit reached|${Math.ceil(Date.now() / 1000) + 100}`]);
      const [notice] = client.all('error.rate_limit_exceeded');
      expect(notice?.retry_after).toBeGreaterThan(80);
      expect(notice?.retry_after).toBeLessThanOrEqual(102);
    });

    test('each kind is told once for a command, and words that are cut in two are heard', async () => {
      await using client = await connect(target());
      await client.run(
        script(
          `process.stdout.write('Rate limit exc'); setTimeout(() => console.log('eeded\\nrate limit exceeded\\ntoken limit exceeded'), 100)`,
        ),
      );
      expect(client.all('error.rate_limit_exceeded')).toHaveLength(1);
      expect(client.all('error.token_limit_exceeded')).toHaveLength(1);
      await client.run('echo rate limit exceeded');
      expect(client.all('error.rate_limit_exceeded')).toHaveLength(2);
    });

    test('words of everyday are none', async () => {
      await using client = await connect(target());
      await client.run(['echo', 'the limit is 100 tokens; the rate is fine\nlimits: none\nno context']);
      expect(client.heard.filter(({ method }) => method?.startsWith('error.'))).toEqual([]);
    });
  });
}
