/** Does this with a signal that tells of Ctrl-C and SIGTERM, so that it can clear up; a second one ends the process. */
export async function untilInterrupted<Figures>(measure: (signal: AbortSignal) => Promise<Figures>): Promise<Figures> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await measure(interrupted.signal);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
