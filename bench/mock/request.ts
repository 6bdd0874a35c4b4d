/** What both are asked, and what both answer: as an agent's turn, streamed. */
export const question = 'how is the build?';

export const answer =
  'The build fails because the service listens on 127.0.0.1 inside of its container, so nothing reaches it from outside. I will make it listen on 0.0.0.0, ' +
  'and have the healthcheck ask the same port that is published. Then I will bring it up once more and look whether it answers.';

export const headers = { 'content-type': 'application/json', 'x-api-key': 'any', 'anthropic-version': '2023-06-01' };

export const body = JSON.stringify({
  model: 'claude-sonnet-5-5',
  max_tokens: 1000,
  stream: true,
  system: [{ type: 'text', text: 'You mend Compose projects.' }],
  tools: [
    { name: 'bash', description: 'Runs a command line.', input_schema: { type: 'object', properties: { command: { type: 'string' } } } },
  ],
  messages: [{ role: 'user', content: question }],
});
