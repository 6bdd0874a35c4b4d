/**
 * What the executor and its clients say to each other: JSON-RPC 2.0 (https://www.jsonrpc.org/specification) over a WebSocket.
 * Times are seconds; `execution_uuid` is the last key wherever a result is told.
 */
export const executorPath = '/ws/mcp';

export const rpcCode = {
  badJson: -32_700,
  badRequest: -32_600,
  unknownMethod: -32_601,
  badParams: -32_602,
  internal: -32_603,
  notAllowed: -32_001,
  noProcess: -32_002,
  sessionLimit: -32_003,
} as const;

/** WebSocket close codes (RFC 6455, 7.4.1) that the executor ends a session with. */
export const closeCode = { goingAway: 1001, notText: 1003, policy: 1008 } as const;

export type RpcId = string | number | null;

export interface RpcError {
  code: number;
  message: string;
  data?: unknown;
}

export type RpcResponse = { jsonrpc: '2.0'; id: RpcId } & ({ result: unknown } | { error: RpcError });

/** What the executor tells without having been asked, by method. */
export interface Notifications {
  connected: { session_id: string; version: string; capabilities: string[] };
  'process.started': ProcessStatus;
  'process.completed': ProcessStatus;
  'process.paused': ProcessStatus;
  'process.resumed': ProcessStatus;
  'process.canceled': ProcessStatus;
  'process.output': OutputChunk;
  'process.error': { error: string; execution_uuid: string };
  'hook.warning': { hook: HookName; command: string; error: string; stderr: string; execution_uuid: string };
  'error.token_limit_exceeded': { session_id: string; message: string; limit?: number; error_text: string; execution_uuid: string };
  'error.rate_limit_exceeded': { session_id: string; message: string; retry_after: number; error_text: string; execution_uuid: string };
  ping: { timestamp: number };
}

export type NotificationName = keyof Notifications;

export interface ProcessStatus {
  status: 'started' | 'completed' | 'failed' | 'paused' | 'resumed' | 'canceled';
  pid: number;
  pgid: number;
  /** 128 + the signal's number where one ended it; 124 after a time-out. */
  exit_code?: number;
  error?: string;
  execution_time?: number;
  execution_uuid: string;
}

/** A piece of what the process wrote, at most 64 KiB of UTF-8; what was read at once may come in several. */
export interface OutputChunk {
  type: 'stdout' | 'stderr';
  data: string;
  truncated: boolean;
  chunk_index: number;
  total_chunks: number;
}

export type ControlType = 'PAUSE' | 'RESUME' | 'CANCEL';

export interface Started {
  status: 'started';
  pid: number;
  pgid: number;
}

export type HookName = 'pre-execute' | 'post-execute';

export interface HookRun {
  hook: HookName;
  command: string;
  success: boolean;
  exit_code: number | null;
  duration: number;
  error?: string;
  timestamp: string;
  execution_uuid: string;
}

export interface HookStatus {
  enabled: boolean;
  hooks_configured: HookName[];
  timeout: number;
  redis: StoreState;
  statistics: { runs: number; failures: number };
  /** The newest first, ten at most. */
  recent_executions: HookRun[];
}

/** Where sessions and timings are kept: in Redis, in memory because Redis does not answer, or in memory because none was named. */
export type StoreState = 'connected' | 'unavailable' | 'not configured';

/** One command from start to end, told whole. */
export interface CommandResult {
  session_id: string;
  timestamp: string;
  task: string;
  output: string;
  error: string;
  return_code: number;
  execution_time: number;
  execution_uuid: string;
}

export interface TaskResult {
  task_number: number;
  task_description: string;
  exit_code: number;
  stdout: string;
  stderr: string;
  /** Only where more was written than is kept. */
  truncated?: true;
  execution_time: number;
  completed_at: string;
  execution_uuid: string;
}

export interface TaskListResult {
  execution_id: string;
  status: TaskListStatus;
  total_tasks: number;
  completed_tasks: number;
  failed_tasks: number;
  results: TaskResult[];
  started_at: string;
  completed_at: string | null;
  total_execution_time: number;
  execution_uuid: string;
}

export type TaskListStatus = 'running' | 'completed' | 'failed' | 'cancelled';

export interface ExecutorHealth {
  status: 'healthy';
  service: string;
  version: string;
  active_sessions: number;
  max_sessions: number;
  uptime_seconds: number;
  redis: StoreState;
  anthropic_api_key: 'present' | 'missing';
}
