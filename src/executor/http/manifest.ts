/** What `/.well-known/mcp/cc-executor.json` says: where the WebSocket is, and what can be asked of it. */
export function manifest(websocketUrl: string, version: string): object {
  const seconds = { type: 'number', description: 'seconds after which it is ended; by default estimated from what it took before' };
  return {
    name: 'cc-executor',
    description: 'Runs commands, one process a session, and streams what they write',
    version,
    protocol_version: '2024-11-05',
    server: { url: websocketUrl, type: 'websocket' },
    capabilities: { tools: true, resources: false, prompts: false, sampling: false },
    tools: [
      tool(
        'execute',
        'Runs one command',
        { command: { type: 'string', description: 'a command line; no shell reads it' }, timeout: seconds },
        ['command'],
      ),
      tool(
        'execute_task_list',
        'Runs commands one after the other',
        { tasks: { type: 'array', items: { type: 'string' } }, timeout_per_task: seconds },
        ['tasks'],
      ),
      tool('control', 'Pauses, resumes or cancels the running command', { type: { type: 'string', enum: ['PAUSE', 'RESUME', 'CANCEL'] } }, [
        'type',
      ]),
    ],
  };
}

function tool(name: string, description: string, properties: object, required: string[]): object {
  return { name, description, inputSchema: { type: 'object', properties, required } };
}
