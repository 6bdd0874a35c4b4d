import { UserError, exitCode } from '../contract/user-error.ts';

export function usage(message: string, hint: string): UserError {
  return new UserError({ code: 'preflight-usage', exit: exitCode.usage, message, hint });
}
