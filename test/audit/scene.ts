import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import type { AuditReport } from '../../src/contract/verify.ts';
import type { ExecutionRecord } from '../../src/contract/record.ts';
import { audit } from '../../src/audit/audit.ts';
import type { AuditTools } from '../../src/audit/tools.ts';
import { label } from '../../src/deploy/model/labels.ts';
import type { Behaviour } from '../../src/engine/fake.ts';
import { kept } from '../../src/ledger/kept.ts';
import type { Value } from '../../src/system/database.ts';
import { workbench } from '../doctor/tools.ts';
import { about, recordOf } from '../ledger/records.ts';

export const first = '11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
export const second = '22222222-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
export const never = '33333333-cccc-4ccc-8ccc-cccccccccccc';

const identity = { project: 'shop', instance: 'demo', composeName: 'shop-demo', directory: '/srv/shop' };
const image = `sha256:${'a'.repeat(64)}`;

/** An instance with one service `web` behind a real port, on an engine in memory; what `up` recorded of it is the record `first`. */
export async function scene(behaviour: Behaviour = { healthcheck: { healthyAfterMs: 0 } }) {
  const bench = await workbench({ facts: { local: false } });
  const { tools, engine, home } = bench;
  const own: AuditTools = { ...tools, generated: { of: async () => ({}) } as never, kept: kept(tools.database), userHome: home };
  await tools.instances.claim(identity, { name: 'shop', directory: '/srv/shop', files: [], envFiles: [], profiles: [] });
  await tools.instances.update('shop-demo', { status: 'running', executionUuid: first });
  const port = await listen();
  await tools.database.immediate((sql) =>
    sql.run(
      "INSERT INTO leases (compose_name, port, protocol, service, target, position, count, taken_at) VALUES ('shop-demo', ?, 'tcp', 'web', 80, 0, 1, 0)",
      port,
    ),
  );
  const web = await start(first, behaviour);

  return {
    ...{ engine, home, port, web, start, tools: { ...own, locks: tools.locks, database: tools.database }, database: tools.database },
    /** Writes down that `web` runs, or what else the changes say. */
    record: (uuid: string, changes: Partial<ExecutionRecord> = {}, containers = [web]) =>
      tools.history.append(recordOf(uuid, { deployment: deployment(containers), ...changes }), about),
    verify: (reference: string | undefined = first, changes: Partial<AuditTools> = {}): Promise<AuditReport> =>
      audit(reference, { ...own, ...changes }, () => undefined),
    async tamper(statement: string, ...values: Value[]) {
      await tools.database.immediate((sql) => {
        for (const name of ['records_are_not_updated', 'records_are_not_deleted']) sql.run(`DROP TRIGGER IF EXISTS ${name}`);
        sql.run(statement, ...values);
      });
    },
  };

  async function start(uuid: string, how: Behaviour = behaviour, composeName = 'shop-demo'): Promise<string> {
    const id = engine.add({ composeName, service: 'web', imageId: image, labels: { [label.execution]: uuid }, behaviour: how });
    await engine.startContainer(id);
    return id;
  }

  function deployment(containers: string[]): ExecutionRecord['deployment'] {
    return {
      ...{ project: 'shop', instance_id: 'demo', directory: '/srv/shop', services_healthy: true },
      services: [
        {
          service: 'web',
          containers: containers.map((id) => ({ id, name: 'shop-demo-web-1', image_id: image, state: 'running', restarts: 0 })),
        },
      ],
      endpoints: [{ name: 'web', service: 'web', port, target: 80, protocol: 'tcp', url: `http://localhost:${port}` }],
    };
  }
}

/** `record signature`: of each point its worst outcome, where it does not hold. */
export function notHolding({ points }: AuditReport): string[] {
  return [...new Set(points.filter(({ outcome }) => outcome === 'fails').map(({ point }) => point))];
}

export function detailsOf({ points }: AuditReport, wanted: string): string {
  return points.flatMap(({ point, detail }) => (point === wanted ? [detail] : [])).join('\n');
}

async function listen(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
