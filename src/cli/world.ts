import type { App } from '../contract/app.ts';
import type { MockClaude, MockClaudeOptions } from '../contract/mock-claude.ts';
import type { Serving } from '../contract/serve.ts';
import type { LedgerReport } from '../contract/verify.ts';

/** A stream that text is written to: a terminal, a pipe, or a test's memory. */
export interface Sink {
  /** False: it holds more than it would like to; `drain` follows. */
  write(text: string): unknown;
  once?(event: 'drain', listener: () => void): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Everything outside that a command may touch. Results go to `stdout`, human words to `stderr`. */
export interface World {
  environment: Record<string, string>;
  currentDirectory: string;
  version: string;
  stdout: Sink;
  stderr: Sink;
  /** Epoch milliseconds. */
  now(): number;
  /** Calls `work` again and again; returns what stops it. */
  every(ms: number, work: () => void): () => void;
  openApp(): Promise<App>;
  /** Looks at the whole ledger; loads nothing of an engine. */
  verifyLedger(): Promise<LedgerReport>;
  /** Serves the executor as the environment says. */
  serve(): Promise<Serving>;
  /** Serves the mock of models' APIs. */
  mockClaude(options: MockClaudeOptions): Promise<MockClaude>;
  /** From now on Ctrl-C and TERM abort this signal instead of ending the process; each further one calls `again`. */
  interruptible(again: () => void): AbortSignal;
  confirm(question: string): Promise<boolean>;
  /** All of standard input; on a terminal it asks, and shows nothing of what is typed. */
  readValue(question: string): Promise<string>;
}

/** The flags that every command takes. */
export interface Flags {
  json?: true | undefined;
  events?: true | undefined;
  quiet?: true | undefined;
  verbose?: true | undefined;
}

/** What a command is called with besides its own arguments. */
export interface Call {
  world: World;
  flags: Flags;
}
