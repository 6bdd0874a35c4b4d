import { z } from 'zod';
import type { Workplace } from './workplace.ts';

/** Something that a model can ask for. */
export interface Tool {
  name: string;
  description: string;
  /** JSON schema of its arguments. */
  parameters: unknown;
  /** What it is told, a fault of its own too: that begins with `error:`. Rejects only with the signal's reason. */
  use(given: unknown, workplace: Workplace, signal: AbortSignal): Promise<ToolResult>;
}

export interface ToolResult {
  text: string;
  /** One line for whoever watches: the path, the command. */
  detail: string;
}

/** A tool whose arguments are checked before it sees them. */
export function defineTool<Schema extends z.ZodObject>(tool: {
  name: string;
  description: string;
  arguments: Schema;
  detail(given: z.infer<Schema>): string;
  use(given: z.infer<Schema>, workplace: Workplace, signal: AbortSignal): Promise<string>;
}): Tool {
  const { $schema: _, ...parameters } = z.toJSONSchema(tool.arguments);
  return {
    name: tool.name,
    description: tool.description,
    parameters,
    async use(given, workplace, signal) {
      const parsed = tool.arguments.safeParse(given);
      if (!parsed.success) return { text: `error: ${tool.name}: ${z.prettifyError(parsed.error)}`, detail: '' };
      return { text: await tool.use(parsed.data, workplace, signal), detail: tool.detail(parsed.data) };
    },
  };
}
