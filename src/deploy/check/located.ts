import type { Draft } from '../model/draft.ts';
import type { Finding } from '../model/finding.ts';

type Located = Pick<Finding, 'at'>;

/** Where a key stands, as a part of a finding; nothing where that is not known. */
export function located({ sources }: Draft, path: (string | number)[]): Located {
  return part(sources.locate(path));
}

/** Where a variable is first mentioned. */
export function locatedVariable({ sources }: Draft, name: string): Located {
  return part(sources.locateVariable(name));
}

function part(at: Finding['at']): Located {
  return at ? { at } : {};
}
