import { expect, test } from 'vitest';
import { UserError } from '../../src/contract/user-error.ts';
import { readSettings } from '../../src/executor/settings.ts';

const read = (environment: Record<string, string>) => readSettings(environment, '/here');

function problemsOf(environment: Record<string, string>): string[] {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof UserError && error.code === 'executor-settings')
      return error.message.replace("the executor's settings: ", '').split('; ');
    throw error;
  }
  return [];
}

const defaults = {
  host: '127.0.0.1',
  apiPort: 8000,
  websocketPort: 8003,
  token: '',
  allowedOrigins: [],
  maxSessions: 100,
  sessionTimeout: 3600,
  maxBufferSize: 8 * 1024 * 1024,
  maxMessageSize: 10 * 1024 * 1024,
  allowedCommands: undefined,
  taskCommand: [],
  workDirectory: '/here',
  timeouts: { usual: 600, least: 30, most: 86_400 },
  heartbeat: 30,
  shutdownGrace: 4,
  hooks: { before: [], after: [], timeout: 10 },
  redisUrl: undefined,
  publicWebsocketUrl: undefined,
  logLevel: 'info',
};

test('nothing set, or set to nothing, is the defaults', () => {
  expect(read({})).toEqual(defaults);
  const names = [
    'API_PORT',
    'EXECUTOR_TOKEN',
    'ALLOWED_COMMANDS',
    'REDIS_URL',
    'LOG_LEVEL',
    'MAX_SESSIONS',
    'PRE_EXECUTE_HOOK',
    'EXECUTOR_AUTH',
  ];
  expect(read(Object.fromEntries(names.map((name) => [name, ' '])))).toEqual(defaults);
});

test('variables that are none of the executor’s change nothing', () => {
  expect(read({ HOME: '/root', PORT: 'x', MAX_SESSION: 'y' })).toEqual(defaults);
});

test.each<[string, string, object]>([
  ['PORTSIDE_HOST', ' ::1 ', { host: '::1' }],
  ['API_PORT', '0', { apiPort: 0 }],
  ['WEBSOCKET_PORT', '65535', { websocketPort: 65_535 }],
  ['EXECUTOR_TOKEN', '0123456789abcdef', { token: '0123456789abcdef' }],
  ['EXECUTOR_AUTH', 'off', { token: undefined }],
  ['ALLOWED_ORIGINS', 'https://a.example, http://b.example:3000,', { allowedOrigins: ['https://a.example', 'http://b.example:3000'] }],
  ['MAX_SESSIONS', '1', { maxSessions: 1 }],
  ['SESSION_TIMEOUT', '1.5', { sessionTimeout: 1.5 }],
  ['MAX_BUFFER_SIZE', '65536', { maxBufferSize: 65_536 }],
  ['WS_MAX_SIZE', '1024', { maxMessageSize: 1024 }],
  ['ALLOWED_COMMANDS', 'echo, claude ,,sh', { allowedCommands: ['echo', 'claude', 'sh'] }],
  ['ALLOWED_COMMANDS', ',', { allowedCommands: [] }],
  ['TASK_COMMAND', 'claude -p "be brief"', { taskCommand: ['claude', '-p', 'be brief'] }],
  ['EXECUTOR_WORKDIR', '/work', { workDirectory: '/work' }],
  ['DEFAULT_EXECUTION_TIMEOUT', '60', { timeouts: { usual: 60, least: 30, most: 86_400 } }],
  ['MIN_EXECUTION_TIMEOUT', '0', { timeouts: { usual: 600, least: 0, most: 86_400 } }],
  ['MAX_EXECUTION_TIMEOUT', '120', { timeouts: { usual: 120, least: 30, most: 120 } }],
  ['WEBSOCKET_HEARTBEAT_INTERVAL', '0.5', { heartbeat: 0.5 }],
  ['SHUTDOWN_GRACE', '0', { shutdownGrace: 0 }],
  [
    'PRE_EXECUTE_HOOK',
    'notify start\n\nlog "a b"',
    {
      hooks: {
        before: [
          ['notify', 'start'],
          ['log', 'a b'],
        ],
        after: [],
        timeout: 10,
      },
    },
  ],
  ['POST_EXECUTE_HOOK', 'notify end', { hooks: { before: [], after: [['notify', 'end']], timeout: 10 } }],
  ['HOOK_TIMEOUT', '3', { hooks: { before: [], after: [], timeout: 3 } }],
  ['REDIS_URL', 'redis://redis:6379', { redisUrl: 'redis://redis:6379' }],
  ['REDIS_URL', 'rediss://me:p%40ss@[::1]:6380/2', { redisUrl: 'rediss://me:p%40ss@[::1]:6380/2' }],
  ['REDIS_URL', 'unix:///run/redis.sock', { redisUrl: 'unix:///run/redis.sock' }],
  ['PUBLIC_WEBSOCKET_URL', 'wss://x.example/ws/mcp', { publicWebsocketUrl: 'wss://x.example/ws/mcp' }],
  ['LOG_LEVEL', 'WARNING', { logLevel: 'warn' }],
  ['LOG_LEVEL', 'critical', { logLevel: 'error' }],
])('%s=%j is understood', (name, value, expected) => {
  expect(read({ [name]: value })).toEqual({ ...defaults, ...expected });
});

const redis = 'REDIS_URL must look like redis://redis:6379';

test.each([
  ['API_PORT', '70000', 'API_PORT must be a whole number from 0 to 65535'],
  ['API_PORT', '80.5', 'API_PORT must be a whole number'],
  ['WEBSOCKET_PORT', 'eighty', 'WEBSOCKET_PORT must be a whole number from 0 to 65535'],
  ['EXECUTOR_TOKEN', 'short', 'EXECUTOR_TOKEN must be at least 16 characters long'],
  ['EXECUTOR_TOKEN', 'a token of many words', 'EXECUTOR_TOKEN must be letters, digits, and . _ ~ - only'],
  ['EXECUTOR_AUTH', 'no', 'EXECUTOR_AUTH must be on or off'],
  ['MAX_SESSIONS', '0', 'MAX_SESSIONS must be a whole number from 1 to 100000'],
  ['SESSION_TIMEOUT', '1h', 'SESSION_TIMEOUT must be seconds from 1 to 86400'],
  ['MAX_BUFFER_SIZE', '1', 'MAX_BUFFER_SIZE must be a whole number from 65536 to 1073741824'],
  ['WS_MAX_SIZE', '10 MiB', 'WS_MAX_SIZE must be a whole number from 1024 to 1073741824'],
  [
    'TASK_COMMAND',
    'a | b',
    'TASK_COMMAND "|" at 3 is for a shell, and no shell runs here: quote it, or send the command as a list of words',
  ],
  ['DEFAULT_EXECUTION_TIMEOUT', '-1', 'DEFAULT_EXECUTION_TIMEOUT must be seconds from 0.1 to 86400'],
  ['MIN_EXECUTION_TIMEOUT', '99999999', 'MIN_EXECUTION_TIMEOUT must be seconds from 0 to 86400'],
  ['MAX_EXECUTION_TIMEOUT', '0', 'MAX_EXECUTION_TIMEOUT must be seconds from 1 to 86400'],
  ['WEBSOCKET_HEARTBEAT_INTERVAL', '0', 'WEBSOCKET_HEARTBEAT_INTERVAL must be seconds from 0.1 to 86400'],
  ['SHUTDOWN_GRACE', 'Infinity', 'SHUTDOWN_GRACE must be seconds from 0 to 86400'],
  ['PRE_EXECUTE_HOOK', "notify 'x", "PRE_EXECUTE_HOOK the quote ' at 8 is not closed"],
  ['POST_EXECUTE_HOOK', 'ok\n""', 'POST_EXECUTE_HOOK the command is empty'],
  ['HOOK_TIMEOUT', '0', 'HOOK_TIMEOUT must be seconds from 0.1 to 86400'],
  ['REDIS_URL', 'http://redis:6379', redis],
  ['REDIS_URL', 'redis:6379', redis],
  ['REDIS_URL', 'redis://', redis],
  ['REDIS_URL', 'redis://redis/first', redis],
  ['REDIS_URL', 'redis://:50%@redis', redis],
  ['REDIS_URL', 'unix://', redis],
  ['PUBLIC_WEBSOCKET_URL', 'localhost:8003', 'PUBLIC_WEBSOCKET_URL must look like ws://localhost:8003/ws/mcp'],
  ['LOG_LEVEL', 'LOUD', 'LOG_LEVEL must be one of DEBUG, INFO, WARNING, WARN, ERROR, CRITICAL, SILENT'],
])('%s=%j is refused: %s', (name, value, problem) => {
  expect(problemsOf({ [name]: value })).toEqual([problem]);
});

test('all that is wrong is told at once, and no value', () => {
  const environment = { API_PORT: 'x', EXECUTOR_TOKEN: 'hush-short', REDIS_URL: 'http://:hush-password@x', LOG_LEVEL: 'y' };
  const problems = problemsOf(environment);
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual(Object.keys(environment));
  expect(problems.join()).not.toContain('hush');
});

test('one port for both is told as what it is, also where one of them is only the default', () => {
  expect(problemsOf({ API_PORT: '9000', WEBSOCKET_PORT: '9000' })).toEqual([
    'WEBSOCKET_PORT must be another port than API_PORT: both are given the same',
  ]);
  expect(problemsOf({ API_PORT: '8003' })).toHaveLength(1);
  expect(problemsOf({ API_PORT: '0', WEBSOCKET_PORT: '0' })).toEqual([]);
});
