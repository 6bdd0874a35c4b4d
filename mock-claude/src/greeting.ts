/** How clients are pointed at it. */
export function greeting(url: string): string {
  return [
    `mock-claude listens on ${url}`,
    '',
    `  ANTHROPIC_BASE_URL=${url} ANTHROPIC_API_KEY=any claude -p "run: ls"`,
    `  OPENAI_BASE_URL=${url}/v1 OPENAI_API_KEY=any`,
    `  curl ${url}/__mock/state`,
    '',
  ].join('\n');
}

export const usage = `usage: mock-claude [--port N] [--scenario FILE] [--record FILE --upstream URL]

  --port N          on 127.0.0.1; 4010 by default, 0 takes a free one
  --scenario FILE   what to answer, in YAML; the README tells how
  --record FILE     ask the API at --upstream instead, and write what it answers as a scenario
  --upstream URL    such as https://api.anthropic.com
`;
