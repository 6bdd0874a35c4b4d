import type { Tool } from '../tool.ts';
import { edit } from './edit.ts';
import { list } from './list.ts';
import { read } from './read.ts';
import { run } from './run.ts';
import { write } from './write.ts';

/** Everything that a model can ask for. */
export const tools: readonly Tool[] = [list, read, edit, write, run];
