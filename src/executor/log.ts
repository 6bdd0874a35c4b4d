import { pino } from 'pino';

/** One JSON line an event, to standard error. */
export type Log = Pick<ReturnType<typeof pino>, 'debug' | 'info' | 'warn' | 'error'>;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** No secret is in a line: each is replaced by `hide` before it is written. */
export function createLog(level: LogLevel, write: (line: string) => void, hide: (text: string) => string): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    {
      write: (line: string) => write(hide(line)),
    },
  );
}
