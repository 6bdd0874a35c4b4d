import { connected, peakMemory, startExecutor } from '../support/executor-process.ts';
import { execution } from './execution.ts';

const gigabyte = 1024 ** 3;

/** Reads for a moment, then not for three. */
export async function slowReader(file: string): Promise<number> {
  await using server = await startExecutor();
  const socket = await connected(server.websocketUrl);
  let bytes = 0;
  let reading = true;
  const turns = setInterval(() => {
    reading = !reading && Math.random() < 0.34;
    if (reading) socket.resume();
    else socket.pause();
  }, 10);
  await execution(socket, ['cat', ...Array.from({ length: 64 }, () => file)], (data) => (bytes += data.length));
  clearInterval(turns);
  socket.resume();
  socket.close();
  if (bytes < 0.98 * gigabyte) throw new Error(`only ${bytes} of 1 GB arrived`);
  // Before the server is ended, which happens on the way out.
  return await peakMemory(server.pid);
}
