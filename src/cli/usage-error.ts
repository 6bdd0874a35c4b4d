import type { CommanderError } from '@commander-js/extra-typings';
import { UserError, exitCode } from '../contract/user-error.ts';

/** Words that are understood but make no sense here. */
export function usageError(message: string, hint?: string): UserError {
  return new UserError({ code: 'usage', exit: exitCode.usage, message, ...(hint ? { hint } : {}) });
}

/** The parser's own complaint in our words: `error: unknown command 'upp'` and, on the next line, `(Did you mean up?)`. */
export function usageErrorOf(error: CommanderError): UserError {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = rest.join(' ').match(/^\((Did you mean .*)\)$/)?.[1];
  return usageError(
    first,
    suggestion ? suggestion.replace('Did', 'did') : 'portside --help shows every command, portside COMMAND --help its flags',
  );
}
