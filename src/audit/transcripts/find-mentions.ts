import { join, resolve } from 'node:path';
import type { Mention } from '../../contract/verify.ts';
import { filesLike } from '../../system/glob.ts';
import { linesWith } from '../../system/search-lines.ts';
import { whoSaidIt } from './who-said-it.ts';

/** What transcripts say of an execution. */
export interface Mentions {
  /** How many transcripts there are, and how many of them could not be read. */
  files: number;
  unreadable: number;
  /** Lines that name it. */
  lines: number;
  /** The first few, by file and line. */
  first: Mention[];
  /** The first that the agent itself said. */
  claim?: Mention;
}

export interface Where {
  environment: Record<string, string>;
  userHome: string;
  currentDirectory: string;
}

const atOnce = 4;
const fewest = 5;

/** Reads every transcript line by line, a few at a time; none is loaded whole. */
export async function findMentions(wanted: string, where: Where): Promise<Mentions> {
  const files = await transcripts(where);
  const found: Mention[][] = files.map(() => []);
  let unreadable = 0;
  const next = files.entries();
  const reader = async () => {
    for (const [place, file] of next) {
      try {
        for await (const { number, text } of linesWith(file, wanted))
          found[place]?.push({ file, line: number, by: whoSaidIt(text, wanted) });
      } catch {
        unreadable++;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, reader));
  const all = found.flat();
  const claim = all.find(({ by }) => by === 'assistant');
  return { files: files.length, unreadable, lines: all.length, first: all.slice(0, fewest), ...(claim && { claim }) };
}

/** Those of Claude Code, and what PORTSIDE_TRANSCRIPTS names besides: patterns, separated by colons. */
async function transcripts({ environment, userHome, currentDirectory }: Where): Promise<string[]> {
  const others = (environment['PORTSIDE_TRANSCRIPTS'] ?? '').split(':').filter(Boolean);
  const patterns = [join(userHome, '.claude', 'projects', '*', '*.jsonl'), ...others.map((one) => one.replace(/^~(?=\/)/, userHome))];
  const found: string[] = [];
  for (const pattern of patterns) found.push(...(await filesLike(resolve(currentDirectory, pattern))));
  return [...new Set(found)];
}
