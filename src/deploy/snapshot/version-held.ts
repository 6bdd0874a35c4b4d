import { type Startable, onceMore } from '../apply/start-container.ts';
import { planFiles } from '../plan-files.ts';
import type { DeployTools } from '../tools.ts';

/** What stopping and starting containers of a version takes. */
export type VersionHeld = Omit<Startable, 'service'>;

/** That of the version which an instance was last brought up with: its hooks, its secrets and configs. Of one that nobody knows nothing runs besides. */
export async function versionHeld(
  { composeName, execution }: { composeName: string; execution: string },
  { instances, revisions, home }: Pick<DeployTools, 'instances' | 'revisions' | 'home'>,
): Promise<VersionHeld> {
  const registered = await instances.find(composeName);
  const known = registered?.revision === undefined ? undefined : await revisions.get(composeName, registered.revision);
  if (known) return onceMore(known.stack.compose, known.stack.contents);
  const plan = registered?.planFile === undefined ? undefined : await planFiles(home, composeName, execution).read(registered.planFile);
  return onceMore(plan ?? { name: composeName, services: {} });
}
