import { resolve } from 'node:path';
import type { MemoryUpkeep } from '../../contract/memory.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import type { Clock } from '../../system/clock.ts';
import type { Database } from '../../system/database.ts';
import type { Ids } from '../../system/ids.ts';
import { writeLines } from '../../system/line-file.ts';
import { pathKind } from '../../system/read.ts';
import { memory } from './memory.ts';

export interface MemoryTools {
  database: Database;
  clock: Clock;
  ids: Ids;
  currentDirectory: string;
}

export function memoryUpkeep({ database, clock, ids, currentDirectory }: MemoryTools): MemoryUpkeep {
  const known = memory(database, clock);
  return {
    list: () => known.list(),
    async forget(beginning) {
      const [signature, ...others] = await known.matching(beginning);
      if (signature === undefined) throw problem(`nothing is remembered of ${beginning}`, 'portside memory list shows every signature');
      if (others.length > 0) throw problem(`${beginning} could be ${[signature, ...others].join(', ')}`, 'name one of them');
      return { signature, entries: await known.forget(signature) };
    },
    async exportTo(named) {
      const file = resolve(currentDirectory, named);
      if ((await pathKind(file)) !== 'missing') throw problem(`${named} is there already`, 'name a new file');
      return { file, entries: await writeLines(file, `${file}.${ids.uuid()}`, lines()) };
    },
  };

  async function* lines(): AsyncIterable<string> {
    for (const entry of await known.list()) yield `${JSON.stringify(entry)}\n`;
  }
}

function problem(message: string, hint: string): UserError {
  return new UserError({ code: 'memory', exit: exitCode.usage, message, hint });
}
