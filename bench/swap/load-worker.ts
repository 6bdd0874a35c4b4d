/** One kind of load in a process of its own: `load-worker.ts KIND URL [NUMBER]`. Says 'ready' once it runs, and what it counted once it is told to end. */
import { fixedRate } from './fixed-rate.ts';
import { keepAlive } from './keep-alive.ts';
import { newConnections } from './new-connections.ts';
import { prober } from './prober.ts';
import { sockets } from './sockets.ts';

const kinds = { keepAlive, newConnections, fixedRate, sockets, prober };
export type Kinds = typeof kinds;

const [kind, url = '', number] = process.argv.slice(2) as [keyof Kinds, string?, string?];
const end = await kinds[kind](url, Number(number));
process.once('message', async () => {
  process.send?.(await end(), () => process.disconnect());
});
process.send?.('ready');
// Whoever wanted the figures is gone.
process.once('disconnect', () => process.exit());
