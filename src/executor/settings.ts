import * as z from 'zod';
import { UserError, exitCode } from '../contract/user-error.ts';
import { CommandSyntaxError, parseCommand } from './command/parse-command.ts';
import type { LogLevel } from './log.ts';
import { isRedisUrl } from './store/redis-url.ts';

/** What the executor is told by its environment. Times are seconds, sizes bytes. */
export interface ExecutorSettings {
  host: string;
  apiPort: number;
  websocketPort: number;
  /** Undefined only where EXECUTOR_AUTH says `off`. */
  token: string | undefined;
  /** Of pages that may connect besides those of the executor's own host. */
  allowedOrigins: string[];
  maxSessions: number;
  sessionTimeout: number;
  /** What is kept of one stream of a task, and held for one slow reader (an eighth of it). */
  maxBufferSize: number;
  maxMessageSize: number;
  allowedCommands: string[] | undefined;
  /** Words that a task is appended to, such as `claude -p`; none: a task is a command itself. */
  taskCommand: string[];
  workDirectory: string;
  timeouts: { usual: number; least: number; most: number };
  heartbeat: number;
  shutdownGrace: number;
  hooks: { before: string[][]; after: string[][]; timeout: number };
  redisUrl: string | undefined;
  /** What others reach the WebSocket at, where that is not its own host and port. */
  publicWebsocketUrl: string | undefined;
  logLevel: LogLevel;
}

const levels = {
  debug: 'debug',
  info: 'info',
  warning: 'warn',
  warn: 'warn',
  error: 'error',
  critical: 'error',
  silent: 'silent',
} as const;

const text = z.string().trim();
const list = text.transform((value) => value.split(',').flatMap((item) => item.trim() || []));
const between = (what: string, least: number, most: number) => {
  const error = `must be ${what} from ${least} to ${most}`;
  return z.coerce.number(error).min(least, error).max(most, error);
};
const count = (least: number, most: number) => between('a whole number', least, most).int(`must be a whole number`);
const seconds = (least: number) => between('seconds', least, 86_400);
const port = count(0, 65_535);

/** One command a line. */
const commands = text.transform((value, context) =>
  value.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    try {
      return [parseCommand(line)];
    } catch (error) {
      if (!(error instanceof CommandSyntaxError)) throw error;
      context.addIssue(error.message);
      return z.NEVER;
    }
  }),
);

const variables = z.object({
  PORTSIDE_HOST: text.default('127.0.0.1'),
  API_PORT: port.default(8000),
  WEBSOCKET_PORT: port.default(8003),
  EXECUTOR_TOKEN: text
    .min(16, 'must be at least 16 characters long')
    // As it is sent in a header, and in a URL as it stands (RFC 3986, 2.3).
    .regex(/^[\w.~-]+$/, 'must be letters, digits, and . _ ~ - only')
    .optional(),
  EXECUTOR_AUTH: z.enum(['on', 'off'], 'must be on or off').default('on'),
  ALLOWED_ORIGINS: list.default([]),
  MAX_SESSIONS: count(1, 100_000).default(100),
  SESSION_TIMEOUT: seconds(1).default(3600),
  MAX_BUFFER_SIZE: count(64 * 1024, 2 ** 30).default(8 * 1024 * 1024),
  WS_MAX_SIZE: count(1024, 2 ** 30).default(10 * 1024 * 1024),
  ALLOWED_COMMANDS: list.optional(),
  TASK_COMMAND: commands.default([]),
  EXECUTOR_WORKDIR: text.optional(),
  DEFAULT_EXECUTION_TIMEOUT: seconds(0.1).default(600),
  MIN_EXECUTION_TIMEOUT: seconds(0).default(30),
  MAX_EXECUTION_TIMEOUT: seconds(1).default(86_400),
  WEBSOCKET_HEARTBEAT_INTERVAL: seconds(0.1).default(30),
  SHUTDOWN_GRACE: seconds(0).default(4),
  PRE_EXECUTE_HOOK: commands.default([]),
  POST_EXECUTE_HOOK: commands.default([]),
  HOOK_TIMEOUT: seconds(0.1).default(10),
  REDIS_URL: text.refine(isRedisUrl, 'must look like redis://redis:6379').optional(),
  PUBLIC_WEBSOCKET_URL: z.url({ protocol: /^wss?$/, error: 'must look like ws://localhost:8003/ws/mcp' }).optional(),
  LOG_LEVEL: text
    .toLowerCase()
    .pipe(z.enum(Object.keys(levels) as (keyof typeof levels)[], `must be one of ${Object.keys(levels).join(', ').toUpperCase()}`))
    .default('info'),
});

/** 0 lets the system choose, and it never chooses one twice. */
const schema = variables.refine(({ API_PORT: api, WEBSOCKET_PORT: websocket }) => api !== websocket || api === 0, {
  path: ['WEBSOCKET_PORT'],
  error: 'must be another port than API_PORT: both are given the same',
});

/** Reads the settings; an empty variable counts as unset. Throws UserError with all that is wrong. */
export function readSettings(environment: Record<string, string>, currentDirectory: string): ExecutorSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value.trim() !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw wrong(parsed.error);
  const { data } = parsed;
  return {
    host: data.PORTSIDE_HOST,
    apiPort: data.API_PORT,
    websocketPort: data.WEBSOCKET_PORT,
    token: data.EXECUTOR_AUTH === 'off' ? undefined : (data.EXECUTOR_TOKEN ?? ''),
    allowedOrigins: data.ALLOWED_ORIGINS,
    maxSessions: data.MAX_SESSIONS,
    sessionTimeout: data.SESSION_TIMEOUT,
    maxBufferSize: data.MAX_BUFFER_SIZE,
    maxMessageSize: data.WS_MAX_SIZE,
    allowedCommands: data.ALLOWED_COMMANDS,
    taskCommand: data.TASK_COMMAND.flat(),
    workDirectory: data.EXECUTOR_WORKDIR ?? currentDirectory,
    timeouts: {
      usual: Math.min(data.DEFAULT_EXECUTION_TIMEOUT, data.MAX_EXECUTION_TIMEOUT),
      least: data.MIN_EXECUTION_TIMEOUT,
      most: data.MAX_EXECUTION_TIMEOUT,
    },
    heartbeat: data.WEBSOCKET_HEARTBEAT_INTERVAL,
    shutdownGrace: data.SHUTDOWN_GRACE,
    hooks: { before: data.PRE_EXECUTE_HOOK, after: data.POST_EXECUTE_HOOK, timeout: data.HOOK_TIMEOUT },
    redisUrl: data.REDIS_URL,
    publicWebsocketUrl: data.PUBLIC_WEBSOCKET_URL,
    logLevel: levels[data.LOG_LEVEL],
  };
}

function wrong(error: z.ZodError): UserError {
  const problems = new Set(error.issues.map(({ path, message }) => `${String(path[0])} ${message}`));
  return new UserError({
    code: 'executor-settings',
    exit: exitCode.usage,
    message: `the executor's settings: ${[...problems].join('; ')}`,
    hint: 'they are environment variables; docs/guide/executor.md names them all',
  });
}
