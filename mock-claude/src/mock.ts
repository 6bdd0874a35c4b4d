import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from './clock.ts';
import type { Exchange } from './http/answer-ask.ts';
import { asks } from './http/routes.ts';
import { createMockServer } from './http/server.ts';
import { defaultScenario } from './scenario/default-scenario.ts';
import { parseScenario } from './scenario/parse.ts';
import { ScenarioError } from './scenario/scenario-error.ts';

export interface MockOptions {
  /** 0 takes a free one. */
  port?: number | undefined;
  /** A YAML file. */
  scenario?: string | undefined;
  /** Writes what `upstream` answers there, instead of answering itself; one needs the other. */
  record?: string | undefined;
  upstream?: string | undefined;
  clock?: Clock;
}

export interface Mock extends AsyncDisposable {
  port: number;
  /** Without a slash or `/v1` at its end. */
  url: string;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Serves on 127.0.0.1 alone. Throws ScenarioError for a file that cannot be read or understood, and Node's error for a taken port. */
export async function startMock({ port = 0, scenario: file, record, upstream, clock = systemClock }: MockOptions = {}): Promise<Mock> {
  const scenario = file === undefined ? defaultScenario() : parseScenario(await readScenario(file), file);
  const server = createMockServer(scenario, clock, await recorder(record, upstream));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { port: bound, url: `http://127.0.0.1:${bound}`, close, [Symbol.asyncDispose]: close };
}

async function recorder(file: string | undefined, upstream: string | undefined) {
  if (file === undefined && upstream === undefined) return undefined;
  if (file === undefined || upstream === undefined || !URL.canParse(upstream))
    throw new ScenarioError(['--record FILE and --upstream URL belong together: what is asked there is written here']);
  const [{ record }, { createRecording }] = await Promise.all([import('./recorder/record.ts'), import('./recorder/recording.ts')]);
  const recording = await createRecording(file, upstream);
  return (exchange: Exchange) => record(asks[exchange.entry.path], exchange, { upstream, recording });
}

async function readScenario(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ScenarioError([`${file}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}
