import type { ImproveOptions } from '../contract/improve.ts';
import { mendsByRules } from '../deploy/mends/mends.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { createRules } from '../agents/rules.ts';
import { memory } from '../loop/memory/memory.ts';
import { mendsOfMemory } from '../loop/memory/mends.ts';
import { signatureOf } from '../loop/memory/signature.ts';
import type { Database } from '../system/database.ts';
import type { Outfit } from './improve.ts';

/** The real agents, guards and memory. */
export function outfitOf(_options: ImproveOptions, tools: DeployTools & { database: Database }): Outfit {
  const remembered = memory(tools.database, tools.clock);
  return {
    backend: ({ files }) => createRules([mendsOfMemory, mendsByRules(files, tools)]),
    protect: () => () => Promise.resolve({ entries: new Map(), putBack: [] }),
    recollection: ({ run }) => ({
      signatureOf: (evidence) => signatureOf(evidence),
      recall: (signature) => remembered.recall(signature, run.directory),
      remember: (seen) => remembered.remember({ ...seen, project: run.directory }),
    }),
  };
}
