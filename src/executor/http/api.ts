import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import type { HttpBindings } from '@hono/node-server';
import { type ExecutorHealth, executorPath } from '../../contract/executor.ts';
import { Refusal } from '../execution.ts';
import type { TaskLists } from '../tasks/task-lists.ts';
import type { ExecutorTools } from '../tools.ts';
import type { Guard } from './guard.ts';
import { manifest } from './manifest.ts';
import { readTaskList } from './read-task-list.ts';

export interface ApiView {
  guard: Guard;
  lists: TaskLists;
  activeSessions(): number;
  /** Known once it listens. */
  websocketPort(): number;
  hasApiKey: boolean;
}

export type Api = Hono<{ Bindings: HttpBindings }>;

/** The HTTP side: health for anybody, everything else for those who have the token. Errors are `{detail}`, as in the original. */
export function createApi({ guard, lists, activeSessions, websocketPort, hasApiKey }: ApiView, tools: ExecutorTools): Api {
  const { settings, store, version, clock, log } = tools;
  const startedAt = clock.monotonic();
  const api: Api = new Hono();

  api.use(async ({ json, env }, next) => {
    if (guard.mayComeFrom(env.incoming.headers)) return next();
    return json({ detail: 'this origin may not ask; ALLOWED_ORIGINS names those that may' }, 403);
  });
  // A page that may ask may also read the answer, and is told so before it sends its token.
  api.use(cors({ origin: (origin) => origin, allowHeaders: ['Authorization', 'Content-Type'] }));
  api.use(async ({ req, json, env }, next) => {
    const { headers } = env.incoming;
    if (isOpen(req.path) || guard.hasToken(headers, new URL(req.url).searchParams)) return next();
    return json({ detail: 'the token is missing or wrong: send it as Authorization: Bearer …, or as ?token=…' }, 401, {
      'WWW-Authenticate': 'Bearer',
    });
  });

  api.get('/healthz', ({ json }) => json({ status: 'ok' }));
  api.get('/health', ({ json }) => {
    const health: ExecutorHealth = {
      status: 'healthy',
      service: 'cc-executor',
      version,
      active_sessions: activeSessions(),
      max_sessions: settings.maxSessions,
      uptime_seconds: (clock.monotonic() - startedAt) / 1000,
      redis: store.state(),
      anthropic_api_key: hasApiKey ? 'present' : 'missing',
    };
    return json(health);
  });
  api.get('/.well-known/mcp/cc-executor.json', ({ req, json }) => {
    const { hostname } = new URL(req.url);
    return json(manifest(settings.publicWebsocketUrl ?? `ws://${hostname}:${websocketPort()}${executorPath}`, version));
  });

  api.post(
    '/execute',
    bodyLimit({ maxSize: settings.maxMessageSize, onError: ({ json }) => json({ detail: 'the request is too large' }, 413) }),
    async ({ req, json }) => {
      const question = readTaskList(await req.json().catch(() => undefined), settings, tools.ids);
      // Not before the body is there: others may have begun meanwhile.
      if (lists.running() >= settings.maxSessions) return json({ detail: `${settings.maxSessions} executions run already` }, 503);
      const list = lists.start(question);
      if (!list) return json({ detail: `there is an execution ${question.id} already` }, 409);
      await list.done;
      return json(list.result());
    },
  );
  api.get('/executions/:id/status', ({ req, json }) => {
    const list = lists.find(req.param('id'));
    if (!list) return json(unknown, 404);
    return json({ execution_id: list.id, status: list.status(), progress: list.progress(), current_task: list.currentTask() });
  });
  api.get('/executions/:id/results', ({ req, json }) => {
    const list = lists.find(req.param('id'));
    return list ? json(list.result()) : json(unknown, 404);
  });
  api.delete('/executions/:id', async ({ req, json }) => {
    const list = lists.find(req.param('id'));
    if (!list) return json(unknown, 404);
    if (list.status() !== 'running') return json({ detail: 'Execution is not running' }, 400);
    await list.cancel();
    return json({ message: 'Execution cancelled', execution_id: list.id });
  });

  api.notFound(({ json }) => json({ detail: 'Not Found' }, 404));
  api.onError((error, { json }) => {
    if (error instanceof Refusal) return json({ detail: error.message }, refusalStatus[error.kind]);
    log.error({ error: String(error) }, 'internal error');
    return json({ detail: 'internal error' }, 500);
  });
  return api;
}

const refusalStatus = { 'not-allowed': 403, syntax: 422, 'cannot-start': 422, unavailable: 503 } as const;

const unknown = { detail: 'Execution not found' };

function isOpen(path: string): boolean {
  return path === '/health' || path === '/healthz' || path.startsWith('/.well-known/');
}
