/** Where agents talk to their model when nothing else is set, and the variables that say otherwise. */
const providers: Readonly<Record<string, { hosts: readonly string[]; bases: readonly string[] }>> = {
  claude: { hosts: ['api.anthropic.com'], bases: ['ANTHROPIC_BASE_URL'] },
  codex: { hosts: ['api.openai.com'], bases: ['OPENAI_BASE_URL'] },
  gemini: { hosts: ['generativelanguage.googleapis.com'], bases: ['GOOGLE_GEMINI_BASE_URL'] },
  opencode: { hosts: [], bases: ['ANTHROPIC_BASE_URL', 'OPENAI_BASE_URL'] },
  goose: { hosts: [], bases: ['ANTHROPIC_HOST', 'OPENAI_HOST', 'OPENAI_BASE_URL'] },
  aider: { hosts: [], bases: ['OPENAI_API_BASE', 'ANTHROPIC_API_BASE'] },
};

/** Hosts that an isolated agent may reach without anybody naming them: those of its model, as its variables say, or its provider's own. */
export function hostsOf(agent: string, environment: Record<string, string>): string[] {
  const { hosts = [], bases = [] } = providers[agent] ?? {};
  const set = bases.flatMap((name) => {
    const value = environment[name];
    return value !== undefined && URL.canParse(value) ? [placeOf(new URL(value))] : [];
  });
  return set.length > 0 ? set : [...hosts];
}

function placeOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'http:' ? '80' : '443')}`;
}
