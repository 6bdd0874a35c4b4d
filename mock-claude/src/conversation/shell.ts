import { isObject, type Json } from '../json.ts';
import type { ToolOffer } from './ask.ts';

/** What coding agents call the tool that runs a command line. */
const names =
  /^(bash|shell|exec_command|shell_command|run|run_command|run_shell_command|execute_command|developer__shell|terminal|local_shell)$/i;

/** What they call the line itself. */
const fields = ['command', 'cmd', 'script', 'commandLine'];

export function shellOf(tools: ToolOffer[]): ToolOffer | undefined {
  return tools.find(({ name }) => names.test(name));
}

/** The input with which this tool runs a command line: as one text, or as an argv where the schema wants a list. */
export function shellInput(tool: ToolOffer, line: string): unknown {
  const argv = ['bash', '-lc', line];
  if (tool.kind === 'local_shell') return argv;
  if (tool.kind === 'custom') return line;
  const properties: Json = isObject(tool.parameters) && isObject(tool.parameters['properties']) ? tool.parameters['properties'] : {};
  const field = fields.find((name) => name in properties) ?? 'command';
  const schema = properties[field];
  const input = { [field]: isObject(schema) && schema['type'] === 'array' ? argv : line };
  return 'description' in properties ? { ...input, description: 'What the scenario runs' } : input;
}
