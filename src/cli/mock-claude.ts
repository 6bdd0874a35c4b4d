import type { MockClaudeOptions } from '../contract/mock-claude.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { json } from './print/document.ts';
import { untilAborted } from './until-aborted.ts';
import type { Call } from './world.ts';

/** Serves until Ctrl-C or TERM. */
export async function mockClaude(options: MockClaudeOptions, { world, flags }: Call): Promise<number> {
  const signal = world.interruptible(() => undefined);
  const mock = await world.mockClaude(options).catch((error: unknown) => {
    throw usable(error);
  });
  if (flags.json) world.stdout.write(json({ url: mock.url, port: mock.port }));
  else if (!flags.quiet) world.stdout.write(mock.greeting);
  await untilAborted(signal);
  await mock.close();
  return exitCode.verified;
}

/** The mock knows nothing of our errors. */
function usable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'ScenarioError') {
    const hint = 'mock-claude/README.md tells how a scenario is written';
    return new UserError({ code: 'mock-scenario', exit: exitCode.usage, message: error.message, hint, cause: error });
  }
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error;
  const message = 'somebody else listens on this port of 127.0.0.1';
  return new UserError({
    code: 'mock-port-taken',
    exit: exitCode.usage,
    message,
    hint: 'name another one: --port 0 takes a free one',
    cause: error,
  });
}
