import { UserError, exitCode } from '../../../contract/user-error.ts';
import { EngineError } from '../../../engine/interface.ts';
import type { SourceMap } from '../../model/draft.ts';
import { type Finding, placeOf } from '../../model/finding.ts';
import type { Repair } from '../../model/repair.ts';
import { brokenYaml } from './broken-yaml.ts';
import { explain } from './explain.ts';
import { type Explained, Written } from './explained.ts';

/** Compose does not accept the files: why, as a rule would tell it, and what a copy can do without to go on. */
export class ComposeRefused extends UserError {
  readonly found: Omit<Finding, 'rule'>;
  readonly aside: Repair | undefined;

  constructor(code: string, found: Omit<Finding, 'rule'>, aside: Repair | undefined, cause: unknown) {
    const message = found.at?.line === undefined ? found.message : `${placeOf(found.at)}: ${found.message}`;
    const check = found.repair ? 'portside check --fix repairs it' : 'portside check shows all that is wrong';
    super({ code, exit: exitCode.usage, message, cause, hint: found.fix ? `${found.fix}\n  ${check}` : check });
    this.found = found;
    this.aside = aside;
  }
}

/** What Compose refused, with file and line where they are known. Anything but Compose's own refusal is given back as it is. */
export async function explainRefusal(error: unknown, sources: SourceMap): Promise<unknown> {
  if (!(error instanceof EngineError) || error.kind === 'no-compose') return error;
  const [broken] = sources.syntaxErrors;
  if (broken) {
    const { at, ...explained } = await brokenYaml(broken, sources.documents ?? []);
    return refused('invalid-yaml', explained, at, error);
  }
  const explained = await explain(error.refusal ?? { kind: 'other', path: [] }, error.message, new Written(sources));
  return refused('compose-refused', explained, explained.path.length > 0 ? sources.locate(explained.path) : undefined, error);
}

function refused(
  code: string,
  { message, cause, service, fix, repair, aside }: Explained,
  at: Finding['at'],
  error: unknown,
): ComposeRefused {
  const found = {
    severity: 'error' as const,
    message,
    cause,
    ...(at ? { at } : {}),
    ...(service ? { service } : {}),
    ...(fix ? { fix } : {}),
    ...(repair ? { repair } : {}),
  };
  return new ComposeRefused(code, found, aside, error);
}
