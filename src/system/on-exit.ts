/** However this process comes to its end, short of being killed: `work` is done, and cannot wait for anything. Returns what undoes it. */
export function onExit(work: () => void): () => void {
  process.on('exit', work);
  return () => void process.off('exit', work);
}
