import { ignoresHangup } from './signals.ts';

/** A closed terminal ends this process as TERM does, unless whoever started it wanted it to outlive that (nohup). Returns what undoes it. */
export async function endOnHangup(): Promise<() => void> {
  if (await ignoresHangup()) return () => undefined;
  const end = () => process.kill(process.pid, 'SIGTERM');
  process.on('SIGHUP', end);
  return () => process.off('SIGHUP', end);
}
