import type { WebSocket } from 'ws';
import { closeCode, rpcCode } from '../../contract/executor.ts';
import { RpcProblem, errorResponse } from '../rpc/message.ts';
import type { ExecutorTools } from '../tools.ts';
import { type Session, openSession } from './session.ts';

/** All clients that are connected. */
export interface Sessions {
  open(socket: WebSocket): void;
  count(): number;
  /** Gives what runs a time to end by itself, then ends it and every connection. */
  close(graceMs: number): Promise<void>;
}

export function createSessions(tools: ExecutorTools): Sessions {
  const { settings, clock, log } = tools;
  const open = new Map<string, Session>();
  return {
    open(socket) {
      if (open.size >= settings.maxSessions) return refuse(socket);
      const session = openSession(socket, tools.ids.uuid(), tools);
      open.set(session.id, session);
      void session.gone.then(() => open.delete(session.id));
    },
    count: () => open.size,
    async close(graceMs) {
      const sessions = [...open.values()];
      await Promise.race([Promise.all(sessions.map(({ idle }) => idle())), clock.sleep(graceMs)]);
      await Promise.all(sessions.map(({ end }) => end(closeCode.goingAway, 'the executor ends')));
    },
  };

  function refuse(socket: WebSocket): void {
    log.warn({ max_sessions: settings.maxSessions }, 'a session too many was refused');
    const problem = new RpcProblem(rpcCode.sessionLimit, `there are ${settings.maxSessions} sessions already`);
    socket.on('error', () => socket.terminate());
    socket.send(JSON.stringify(errorResponse(null, problem)));
    socket.close(closeCode.policy, 'session limit');
  }
}
