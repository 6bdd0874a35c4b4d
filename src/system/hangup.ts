import { readFile } from 'node:fs/promises';

/** A closed terminal ends this process as TERM does, unless whoever started it wanted it to outlive that (nohup). Returns what undoes it. */
export async function endOnHangup(): Promise<() => void> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const ignored = Number.parseInt(/^SigIgn:\s*\w*(\w)$/m.exec(status)?.[1] ?? '0', 16);
  // The lowest bit is SIGHUP, signal 1 (proc_pid_status(5)).
  if (ignored & 1) return () => undefined;
  const end = () => process.kill(process.pid, 'SIGTERM');
  process.on('SIGHUP', end);
  return () => process.off('SIGHUP', end);
}
