/** Variables that each agent gets to see where they are set: its key, its server, where its settings are. Those of servers are their own to name. */
export const variablesOf: Readonly<Record<string, readonly string[]>> = {
  claude: [
    ...[
      'ANTHROPIC_API_KEY',
      'ANTHROPIC_AUTH_TOKEN',
      'ANTHROPIC_BASE_URL',
      'ANTHROPIC_MODEL',
      'CLAUDE_CODE_OAUTH_TOKEN',
      'CLAUDE_CONFIG_DIR',
    ],
    ...['CLAUDE_CODE_MAX_RETRIES', 'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC', 'IS_SANDBOX', 'DISABLE_AUTOUPDATER'],
  ],
  codex: ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'CODEX_API_KEY', 'CODEX_HOME'],
  gemini: [
    'GEMINI_API_KEY',
    'GOOGLE_API_KEY',
    'GOOGLE_CLOUD_PROJECT',
    'GOOGLE_GEMINI_BASE_URL',
    'GOOGLE_GENAI_USE_VERTEXAI',
    'GEMINI_MODEL',
  ],
  opencode: ['OPENCODE_CONFIG', 'OPENCODE_CONFIG_CONTENT', 'ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'OPENROUTER_API_KEY'],
  goose: [
    'GOOSE_PROVIDER',
    'GOOSE_MODEL',
    'OPENAI_API_KEY',
    'OPENAI_HOST',
    'ANTHROPIC_API_KEY',
    'ANTHROPIC_HOST',
    'OLLAMA_HOST',
    'GOOGLE_API_KEY',
  ],
  aider: [
    'AIDER_MODEL',
    'OPENAI_API_KEY',
    'OPENAI_API_BASE',
    'ANTHROPIC_API_KEY',
    'DEEPSEEK_API_KEY',
    'OPENROUTER_API_KEY',
    'OLLAMA_API_BASE',
  ],
};
