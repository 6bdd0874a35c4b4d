import { describe, expect, test } from 'vitest';
import { ask } from '../api.ts';
import { address, connect, refusal } from '../client.ts';
import type { StartTarget } from '../target.ts';
import { shared } from './shared.ts';

/** Who may come in. */
export function authorisation(start: StartTarget): void {
  describe('who asks', () => {
    const target = shared(start, { ALLOWED_ORIGINS: 'https://ui.example, https://other.example' });
    const nobody = () => ({ ...target(), token: undefined });

    test.for(['/execute', '/executions/a/status', '/executions/a/results', '/no-such-path', '/'])('needs the token: %s', async (path) => {
      const answers = await Promise.all([
        ask(nobody(), path),
        ask(nobody(), path, { method: 'POST', body: { tasks: ['echo'] } }),
        ask(nobody(), path, { method: 'DELETE' }),
        ask({ ...target(), token: `${target().token}x` }, path),
        ask(nobody(), `${path}?token=wrong`),
        ask(nobody(), `${path}?token=`),
        ask(nobody(), path, { headers: { Authorization: `Basic ${target().token}` } }),
      ]);
      for (const { status, body, headers } of answers) {
        expect([status, body, headers.get('www-authenticate')]).toEqual([401, { detail: expect.stringMatching(/token/) }, 'Bearer']);
      }
    });

    test('the token comes as Bearer or as ?token=', async () => {
      expect((await ask(target(), '/executions/none/status')).status).toBe(404);
      expect((await ask(nobody(), `/executions/none/status?token=${target().token}`)).status).toBe(404);
      expect((await ask(nobody(), '/executions/none/status', { headers: { authorization: `bearer ${target().token}` } })).status).toBe(404);
      await using _query = await connect(target());
      await using _header = await connect(nobody(), { headers: { Authorization: `Bearer ${target().token}` } });
    });

    test('a WebSocket without it is answered in HTTP', async () => {
      const { websocketUrl, token } = target();
      const refused = { status: 401, body: { detail: expect.stringMatching(/token/) } };
      expect(await refusal(websocketUrl)).toEqual(refused);
      expect(await refusal(`${websocketUrl}?token=${token}x`)).toEqual(refused);
      expect(await refusal(`${websocketUrl}?token=`)).toEqual(refused);
      expect(await refusal(websocketUrl, { headers: { Authorization: 'Bearer wrong' } })).toEqual(refused);
    });

    test('a WebSocket elsewhere is not there', async () => {
      const elsewhere = address(target()).replace('/ws/mcp', '/ws');
      expect(await refusal(elsewhere)).toEqual({ status: 404, body: { detail: 'the WebSocket is at /ws/mcp' } });
    });

    test.for(['https://evil.example', 'null', 'http://localhost.evil.example', 'no origin', 'http://127.0.0.1:1'])(
      'a page from elsewhere is refused, token or not: %s',
      async (origin) => {
        for (const path of ['/health', '/healthz', '/executions/none/status', '/.well-known/mcp/cc-executor.json']) {
          const answer = await ask(target(), path, { headers: { Origin: origin } });
          expect([answer.status, answer.body]).toEqual([403, { detail: expect.stringMatching(/origin/) }]);
        }
        expect((await ask(target(), '/execute', { method: 'POST', body: { tasks: ['echo'] }, headers: { Origin: origin } })).status).toBe(
          403,
        );
        expect((await refusal(address(target()), { headers: { Origin: origin } })).status).toBe(403);
      },
    );

    test('pages of its own host and those in the settings may come, with the token', async () => {
      const own = { Origin: new URL(target().apiUrl).origin };
      const allowed = { Origin: 'https://other.example' };
      expect((await ask(target(), '/executions/none/status', { headers: own })).status).toBe(404);
      expect((await ask(target(), '/executions/none/status', { headers: allowed })).status).toBe(404);
      expect((await ask(nobody(), '/executions/none/status', { headers: allowed })).status).toBe(401);
      await using _client = await connect(target(), { headers: allowed });
      await using _own = await connect(target(), { headers: { Origin: target().websocketUrl.replace(/^ws(.*)\/ws\/mcp$/, 'http$1') } });
    });
  });

  describe('EXECUTOR_AUTH=off', () => {
    const target = shared(start, { EXECUTOR_AUTH: 'off' });

    test('asks for no token, and says so; a page from elsewhere is refused all the same', async () => {
      const open = { ...target(), token: undefined };
      expect((await ask(open, '/execute', { method: 'POST', body: { tasks: ['echo'] } })).status).toBe(200);
      await using client = await connect(open);
      expect((await client.run('echo open')).stdout).toBe('open\n');
      expect((await ask(open, '/health', { headers: { Origin: 'https://evil.example' } })).status).toBe(403);
      expect((await refusal(open.websocketUrl, { headers: { Origin: 'https://evil.example' } })).status).toBe(403);
      expect(await target().log()).toContain('EXECUTOR_AUTH=off');
    });
  });
}
