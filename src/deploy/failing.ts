import { UserError, exitCode } from '../contract/user-error.ts';
import { EngineError, type EngineErrorKind } from '../engine/interface.ts';
import type { Redactor } from '../redaction/redact.ts';

const hints: Partial<Record<EngineErrorKind, string>> = {
  unreachable: 'start Docker or Podman, or name the engine with DOCKER_HOST',
  'permission-denied': 'sudo usermod -aG docker $USER, then log in again; or run the engine rootless',
  'no-compose': 'install the Docker Compose plugin (docker-compose-plugin, or docker-compose on Debian 13)',
};

/** An engine that cannot be used ends the command with exit 4 and with what to do; anything else it says, with exit 1. */
export async function noEngine<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const hint = hints[error.kind];
    const exit = hint ? exitCode.noEngine : exitCode.failed;
    throw new UserError({ code: error.kind, exit, message: error.message, ...(hint ? { hint } : {}), cause: error });
  }
}

/** What an error quotes may be a secret's value. */
export async function withoutSecrets<Result>(work: Promise<Result>, redactor: Redactor): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UserError) {
      const { code, exit, hint } = error;
      throw new UserError({
        code,
        exit,
        message: redactor.text(error.message),
        ...(hint ? { hint: redactor.text(hint) } : {}),
        cause: error.cause,
      });
    }
    if (error instanceof Error) {
      error.message = redactor.text(error.message);
      if (error.stack) error.stack = redactor.text(error.stack);
    }
    throw error;
  }
}
