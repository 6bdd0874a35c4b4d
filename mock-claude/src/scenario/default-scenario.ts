import { type Scenario, scenarioSchema } from './schema.ts';

/** What is answered where no file says: commands that somebody asks for are run, all else is said back. */
export function defaultScenario(): Scenario {
  return scenarioSchema.parse({
    name: 'default',
    rules: [
      { name: 'a tool has answered', when: { tool_result: true }, reply: 'The tool said: {{tool_result}}' },
      { name: 'run: COMMAND', when: { text: '/^run: *(.+)$/m' }, reply: { tools: [{ run: '{{1}}' }] } },
    ],
    default: 'This is mock-claude, and no rule fits. You said: {{text}}',
  });
}
