import type { WebSocket } from 'ws';
import { closeCode } from '../../contract/executor.ts';
import { dispatch } from '../rpc/dispatch.ts';
import { type SessionMethods, callMethod } from '../rpc/methods.ts';
import type { ExecutorTools } from '../tools.ts';
import { keepHeartbeat } from './heartbeat.ts';
import { createInbox } from './inbox.ts';
import { createOutbox } from './outbox.ts';
import { createSessionProcess } from './session-process.ts';

/** One client, and at most one process of its at a time. */
export interface Session {
  id: string;
  /** Resolves when what it runs has ended by itself. */
  idle(): Promise<void>;
  /** Ends its process, tells so, and closes the connection. Resolves when nothing of it is left. */
  end(code: number, reason: string): Promise<void>;
  /** Resolves once the connection is closed and nothing of its process is left. */
  gone: Promise<void>;
}

/** A slow reader may have this part waiting of what is kept of a stream. */
const outboxShare = 1 / 8;
/** For the other side to close too, before the connection is cut. */
const closeMs = 1000;

export function openSession(socket: WebSocket, id: string, tools: ExecutorTools): Session {
  const { settings, store, clock, log } = tools;
  const createdAt = clock.now();
  const gone = Promise.withResolvers<void>();
  let lastActivity = createdAt;
  let savedActivity = 0;
  let ending: Promise<void> | undefined;

  const outbox = createOutbox(socket, {
    limit: settings.maxBufferSize * outboxShare,
    encode: tools.encodeOutput,
    onRoom() {
      command.release();
      inbox.wake();
    },
  });
  const command = createSessionProcess(id, outbox, tools, stirred);
  const methods: SessionMethods = {
    execute: command.execute,
    control: command.control,
    hookStatus: () => ({ result: { ...tools.hooks.status(), redis: store.state() } }),
  };
  const inbox = createInbox(socket, {
    mayHandle: () => !outbox.isOverfull(),
    handle: (text) =>
      dispatch(text, {
        call: (request) => callMethod(request, methods, { longestTimeout: settings.timeouts.most }),
        respond: outbox.respond,
        log,
      }),
  });
  const heartbeat = keepHeartbeat(socket, {
    everyMs: settings.heartbeat * 1000,
    taken: outbox.taken,
    onPing: () => outbox.notify('ping', { timestamp: clock.now() / 1000 }),
    onDead() {
      log.warn({ session_id: id }, 'a client gives no sign of life any more');
      socket.terminate();
    },
  });
  const idleTimer = setInterval(() => void endWhereIdle(), Math.min(settings.sessionTimeout * 250, 60_000));

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    heartbeat.seen();
    lastActivity = clock.now();
    if (isBinary) void end(closeCode.notText, 'messages are text');
    else inbox.push(data.toString('utf8'));
  });
  // A frame that is too big or no UTF-8 closes the connection with its own code; there is nobody left to tell.
  socket.on('error', (error) => log.debug({ session_id: id, error: error.message }, 'connection'));
  socket.once('close', (code) => void leave(code));
  outbox.notify('connected', { session_id: id, version: tools.version, capabilities: ['execute', 'control', 'stream'] });
  stirred();
  log.info({ session_id: id }, 'connected');

  /** Something happened that others may look up. */
  function stirred(): void {
    lastActivity = clock.now();
    save();
  }

  function save(): void {
    if (socket.readyState !== socket.OPEN) return;
    savedActivity = lastActivity;
    void store.saveSession({ session_id: id, created_at: createdAt / 1000, last_activity: lastActivity / 1000, pid: command.pid() });
  }

  async function endWhereIdle(): Promise<void> {
    if (command.pid() !== null) return stirred();
    if (clock.now() - lastActivity >= settings.sessionTimeout * 1000)
      return end(closeCode.goingAway, `nothing happened for ${settings.sessionTimeout} s`);
    // Messages alone keep it too; what is kept elsewhere would be forgotten after the same time.
    if (lastActivity !== savedActivity) save();
  }

  async function leave(code: number): Promise<void> {
    clearInterval(idleTimer);
    heartbeat.stop();
    inbox.close();
    await command.stop(true);
    await store.removeSession(id);
    log.info({ session_id: id, code }, 'gone');
    gone.resolve();
  }

  function end(code: number, reason: string): Promise<void> {
    return (ending ??= endOnce(code, reason));
  }

  async function endOnce(code: number, reason: string): Promise<void> {
    inbox.close();
    await command.stop(outbox.isFull());
    socket.close(code, reason);
    const cut = setTimeout(() => socket.terminate(), closeMs);
    await gone.promise;
    clearTimeout(cut);
  }

  return { id, idle: command.idle, end, gone: gone.promise };
}
