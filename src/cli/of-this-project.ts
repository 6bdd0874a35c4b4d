import type { App } from '../contract/app.ts';
import type { InstanceView } from '../contract/instance.ts';
import { UserError, exitCode } from '../contract/user-error.ts';
import { usageError } from './usage-error.ts';

/** All instances of the project in this folder or the one named; outside of any project, those of the only project there is. */
export async function ofThisProject(app: App, directory: string | undefined): Promise<InstanceView[]> {
  try {
    return await app.ofProject(directory);
  } catch (error) {
    const isOutside = directory === undefined && error instanceof UserError && error.exit === exitCode.usage;
    if (!isOutside) throw error;
    return ofOnlyProject(await app.list());
  }
}

function ofOnlyProject(instances: InstanceView[]): InstanceView[] {
  const projects = [...new Set(instances.map(({ project }) => project))];
  if (projects.length <= 1) return instances;
  const directories = [...new Set(instances.map((instance) => instance.directory))];
  throw usageError(
    `this folder is no project, and there are instances of ${projects.join(', ')}`,
    `portside down --all ${directories[0]}, or --everything for all of them`,
  );
}
