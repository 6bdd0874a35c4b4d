import { join } from 'node:path';
import { filesBelow } from '../../system/folder.ts';
import { listDirectory } from '../../system/read.ts';
import type { Fix } from '../fix.ts';
import type { Look, Seen } from '../look.ts';

/** What a killed process was writing: `plan.json.2384710239`, a name that write-file-atomic makes; `TOKEN.<uuid>`. */
const draftName = /\.\d{6,}$|\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Whoever still writes is done by then. */
const oldMs = 10 * 60_000;

/** Files under PORTSIDE_HOME that nobody will ask for any more. */
export const files: Look = {
  group: 'portside',
  name: 'files',
  async look(tools) {
    // Copies of Compose files that a check read, and was killed before it removed them.
    const copies = join(tools.home, 'check', '/');
    const drafts = (await filesBelow(tools.home)).filter(
      ({ path, changedAt }) => (draftName.test(path) || path.startsWith(copies)) && tools.clock.now() - changedAt > oldMs,
    );
    const folders = await forgottenFolders(tools);
    const fixes: Fix[] = [...drafts, ...folders].map(({ path }) => ({ fix: 'remove-file', path }));
    const seen: Seen[] = [];
    if (drafts.length > 0)
      seen.push({
        level: 'warning',
        message: `${drafts.length} file${drafts.length > 1 ? 's' : ''} that killed processes left half-written, or did not remove`,
        cost: 'they may hold secrets, and nobody reads them',
        fixes: fixes.slice(0, drafts.length),
      });
    if (folders.length > 0)
      seen.push({
        level: 'warning',
        message: `plans of ${folders.length} instance${folders.length > 1 ? 's' : ''} that nobody knows any more`,
        cost: 'they hold secrets, and nobody reads them',
        fixes: fixes.slice(drafts.length),
      });
    return seen.length > 0 ? seen : [{ level: 'ok', message: 'no forgotten files' }];
  },
};

async function forgottenFolders({
  home,
  instances,
  locks,
  journal,
  clock,
}: Parameters<Extract<Look, { look: unknown }>['look']>[0]): Promise<{ path: string }[]> {
  const names = await listDirectory(join(home, 'instances'));
  if (typeof names === 'string' || names.length === 0) return [];
  const [registered, held, unfinished] = await Promise.all([instances.list(), locks.held(), journal.unfinished()]);
  const known = new Set([
    ...registered.map(({ composeName }) => composeName),
    ...held,
    ...unfinished.map(({ composeName }) => composeName),
  ]);
  const young = (await filesBelow(join(home, 'instances'))).filter(({ changedAt }) => clock.now() - changedAt <= oldMs);
  return names
    .filter((name) => !known.has(name))
    .map((name) => ({ path: join(home, 'instances', name) }))
    .filter(({ path }) => !young.some((file) => file.path.startsWith(`${path}/`)));
}
