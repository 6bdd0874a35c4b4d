import { UserError, exitCode } from '../../contract/user-error.ts';
import { EngineError } from '../../engine/interface.ts';
import { mentionedPath } from './mentioned-path.ts';
import type { SourceMap } from '../model/draft.ts';
import { placeOf } from '../model/finding.ts';

/** What Compose refused, with file and line where they are known. Anything but Compose's own refusal is given back as it is. */
export function explainRefusal(error: unknown, sources: SourceMap): unknown {
  if (!(error instanceof EngineError) || error.kind === 'no-compose') return error;
  const [broken] = sources.syntaxErrors;
  if (broken) return refusal('invalid-yaml', `${placeOf(broken.at)}: this is not valid YAML: ${broken.message}`, error);
  const path = mentionedPath(error.message);
  const at = path.length > 0 ? sources.locate(path) : undefined;
  return refusal('compose-refused', at ? `${placeOf(at)}: ${error.message}` : error.message, error);
}

function refusal(code: string, message: string, cause: unknown): UserError {
  return new UserError({ code, exit: exitCode.usage, message, cause, hint: 'docker compose config shows the same, without Portside.' });
}
