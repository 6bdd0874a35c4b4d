import type { App } from '../contract/app.ts';
import type { InstanceView } from '../contract/instance.ts';
import { UserError } from '../contract/user-error.ts';
import { usageError } from './usage-error.ts';

/** All instances of the project in this folder or the one named; outside of any project those of the only project that has some. */
export async function ofThisProject(app: App, directory: string | undefined): Promise<InstanceView[]> {
  const mine = await app.ofProject(directory);
  if (mine.length > 0 || directory !== undefined || !(await isOutsideOfProjects(app))) return mine;
  const all = await app.list();
  const projects = [...new Set(all.map(({ project }) => project))];
  if (projects.length <= 1) return all;
  const folders = [...new Set(all.map((instance) => `portside down --all ${instance.directory}`))];
  throw usageError(`here is no project, and there are instances of ${projects.join(', ')}`, `say which: ${folders.join('  or  ')}`);
}

/** A project of which nothing runs must not be taken for none: somebody else's instances would go down in its stead. */
async function isOutsideOfProjects(app: App): Promise<boolean> {
  const problem: unknown = await app.preview({}).catch((error: unknown) => error);
  return problem instanceof UserError && problem.code === 'no-compose-file';
}
