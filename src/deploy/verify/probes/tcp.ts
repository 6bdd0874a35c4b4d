import { tryConnection } from '../../../system/connection.ts';
import { type Address, type Sight, connectionProblem } from './look.ts';

/**
 * One connection. The engine's userland proxy accepts for a container that does not listen and closes milliseconds later,
 * so unless the container's side was seen listening, the connection has to stay open for `holdMs` or answer.
 */
export async function lookTcp(address: Address, holdMs: number, timeoutMs: number): Promise<Sight> {
  const connection = await tryConnection(address, holdMs, timeoutMs);
  switch (connection.ended) {
    case 'held':
      return { passed: true, detail: holdMs === 0 ? 'connected' : 'connected, and it stays open' };
    case 'answered':
      return { passed: true, detail: 'connected, and it answers' };
    case 'closed':
      return { passed: false, detail: 'accepted and closed at once: nothing listens behind it' };
    case 'timeout':
      return { passed: false, detail: 'no answer in time' };
    case 'failed':
      return { passed: false, detail: connectionProblem(connection.error) };
  }
}
