import { composeName } from '../model/compose-name.ts';
import type { Identity, Project } from '../model/stack.ts';

/** Stands for the fresh copy that a dry run does not claim: its name is drawn only when it is really made. */
export function freshIdentity({ name, directory }: Project): Identity {
  return { project: name, instance: 'new', composeName: composeName(name, 'new'), directory };
}
