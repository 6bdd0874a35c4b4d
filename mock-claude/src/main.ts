#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { greeting, usage } from './greeting.ts';
import { startMock } from './mock.ts';
import { ScenarioError } from './scenario/scenario-error.ts';

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const wrong = error instanceof ScenarioError || (error instanceof Error && 'code' in error);
  process.stderr.write(`${wrong ? `mock-claude: ${error.message}` : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = wrong ? 2 : 1;
}

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '4010' },
      scenario: { type: 'string' },
      record: { type: 'string' },
      upstream: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : 65_536;
  if (port > 65_535) throw new ScenarioError([`--port ${values.port}: a port is a number up to 65535`]);
  const mock = await startMock({ port, scenario: values.scenario, record: values.record, upstream: values.upstream });
  process.stdout.write(greeting(mock.url));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void mock.close());
  return 0;
}
