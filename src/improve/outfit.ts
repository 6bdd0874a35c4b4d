import type { ImproveOptions } from '../contract/improve.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { protector } from '../loop/guard/protect/protect.ts';
import { memory } from '../loop/memory/memory.ts';
import { signatureOf } from '../loop/memory/signature.ts';
import type { Database } from '../system/database.ts';
import { engage } from './backend.ts';
import type { Outfit } from './improve.ts';

/** The real agents, guards and memory. */
export function outfitOf(options: ImproveOptions, tools: DeployTools & { database: Database }): Outfit {
  const remembered = memory(tools.database, tools.clock);
  return {
    engage: (begun, folder) => engage(begun, options, tools, folder),
    protect: ({ run, repository, settings }) => {
      const commands = run.criteria.flatMap((criterion) => (criterion.kind === 'command' ? [criterion.run] : []));
      const { protect = [], allow = [] } = settings.improve ?? {};
      return protector({ folder: repository.below, commands, protect, allow });
    },
    recollection: ({ run }) => ({
      signatureOf: (evidence) => signatureOf(evidence),
      recall: (signature) => remembered.recall(signature, run.directory),
      remember: (seen) => remembered.remember({ ...seen, project: run.directory }),
    }),
  };
}
