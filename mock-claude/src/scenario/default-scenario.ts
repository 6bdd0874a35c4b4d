import { type Scenario, scenarioSchema } from './schema.ts';

/** What is answered where no file says: commands that somebody asks for are run, all else is said back. */
export function defaultScenario(): Scenario {
  return scenarioSchema.parse({
    name: 'default',
    rules: [
      { name: 'a tool has answered', when: { tool_result: true }, reply: 'The tool said: {{tool_result}}' },
      // OpenCode puts the words of its command line between quotes.
      {
        name: 'run: COMMAND',
        when: { text: '/^(?<quote>["\']?)run: *(?<command>.+?)\\k<quote>$/m' },
        reply: { tools: [{ run: '{{command}}' }] },
      },
    ],
    default: 'This is mock-claude, and no rule fits. You said: {{text}}',
  });
}
