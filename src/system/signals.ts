import { readFile } from 'node:fs/promises';
import { constants } from 'node:os';

/** What a program in another's place has to hand on. */
const handedOn = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'] as const;

export type HandedOn = (typeof handedOn)[number];

/** Tells every signal that can be handed on instead of following it; nohup's wish is respected. Returns what ends that. */
export async function catchSignals(listen: (signal: HandedOn) => void): Promise<() => void> {
  const caught = (await ignoresHangup()) ? handedOn.filter((signal) => signal !== 'SIGHUP') : handedOn;
  for (const signal of caught) process.on(signal, listen);
  return () => {
    for (const signal of caught) process.off(signal, listen);
  };
}

/** Whether whoever started this process wanted it to outlive its terminal (nohup). */
export async function ignoresHangup(): Promise<boolean> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const ignored = Number.parseInt(/^SigIgn:\s*\w*(\w)$/m.exec(status)?.[1] ?? '0', 16);
  // The lowest bit is SIGHUP, signal 1 (proc_pid_status(5)).
  return (ignored & 1) === 1;
}

/** What a shell would say of a process that the signal ended. */
export function exitCodeOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
