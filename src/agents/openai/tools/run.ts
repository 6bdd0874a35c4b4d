import { z } from 'zod';
import { defineTool } from '../tool.ts';

/** A command, where commands may be run. */
export const run = defineTool({
  name: 'run',
  description: 'Runs a command in the project and tells its exit code and the end of what it printed. Not every command may be allowed.',
  arguments: z.object({
    command: z.union([z.string().min(1), z.array(z.string()).min(1)]).describe('a command line, or a list of a program and its arguments'),
  }),
  detail: ({ command }) => (typeof command === 'string' ? command : command.join(' ')),
  use: ({ command }, { commands, worktree, directory }, signal) => commands.run(command, { worktree, directory }, signal),
});
