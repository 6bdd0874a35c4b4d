import type { Notice } from '../../executor-client/client.ts';
import type { World } from '../world.ts';
import { inkFor } from './ink.ts';

/** One line of what an executor has to say of a command. */
export function noticeLine(notice: Notice, world: World): string {
  const { yellow, marks } = inkFor(world, world.stderr);
  return `${yellow(marks.warning)} ${wordsOf(notice)}\n`;
}

function wordsOf(notice: Notice): string {
  switch (notice.method) {
    case 'hook.warning': {
      const { hook, command, error, stderr } = notice.params;
      return `the ${hook} hook ${command} failed: ${error}${stderr.trim() ? `: ${stderr.trim()}` : ''}`;
    }
    case 'error.rate_limit_exceeded':
      return `${notice.params.message}; it is to be tried again in ${notice.params.retry_after} s`;
    case 'error.token_limit_exceeded':
      return notice.params.message;
    case 'process.error':
      return notice.params.error;
  }
}
