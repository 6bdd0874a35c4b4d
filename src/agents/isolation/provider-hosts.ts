/** Where agents talk to their model when nothing else is set, and the variables that say otherwise. */
const providers: Readonly<Record<string, { hosts: readonly string[]; bases: readonly string[] }>> = {
  claude: { hosts: ['api.anthropic.com'], bases: ['ANTHROPIC_BASE_URL'] },
  codex: { hosts: ['api.openai.com'], bases: ['OPENAI_BASE_URL'] },
  gemini: { hosts: ['generativelanguage.googleapis.com'], bases: ['GOOGLE_GEMINI_BASE_URL'] },
  opencode: { hosts: [], bases: ['ANTHROPIC_BASE_URL', 'OPENAI_BASE_URL'] },
  goose: { hosts: [], bases: ['ANTHROPIC_HOST', 'OPENAI_HOST', 'OPENAI_BASE_URL'] },
  aider: { hosts: [], bases: ['OPENAI_API_BASE', 'ANTHROPIC_API_BASE'] },
};

/** Of agents that speak with any provider: the one whose key they have. */
const hostOfKey: Readonly<Record<string, string>> = {
  ANTHROPIC_API_KEY: 'api.anthropic.com',
  OPENAI_API_KEY: 'api.openai.com',
  OPENROUTER_API_KEY: 'openrouter.ai',
  DEEPSEEK_API_KEY: 'api.deepseek.com',
  GOOGLE_API_KEY: 'generativelanguage.googleapis.com',
};

/** Hosts that an isolated agent may reach without anybody naming them: those of its model, as its variables say, or its provider's own. */
export function hostsOf(agent: string, environment: Record<string, string>): string[] {
  const { hosts = [], bases = [] } = providers[agent] ?? {};
  const set = bases.flatMap((name) => {
    const value = environment[name];
    return value !== undefined && URL.canParse(value) ? [placeOf(new URL(value))] : [];
  });
  if (set.length > 0 || hosts.length > 0 || !(agent in providers)) return set.length > 0 ? set : [...hosts];
  return Object.entries(hostOfKey).flatMap(([key, host]) => (environment[key] ? [host] : []));
}

function placeOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'http:' ? '80' : '443')}`;
}
