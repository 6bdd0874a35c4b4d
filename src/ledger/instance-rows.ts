import type { Endpoint } from '../contract/record.ts';
import type { Canary, InstanceStatus } from '../deploy/model/registration.ts';
import type { Sql } from '../system/database.ts';
import type { Instance } from './instance.ts';

interface InstanceRow {
  compose_name: string;
  project: string;
  instance: string;
  directory: string;
  files: string;
  env_files: string;
  profiles: string;
  adopted: number;
  status: InstanceStatus;
  plan_file: string | null;
  content_hash: string | null;
  execution_uuid: string | null;
  endpoints: string;
  named_ports: string;
  claimed_at: number;
  updated_at: number;
  revision: number | null;
  canary: string | null;
}

export function findInstance(sql: Sql, composeName: string): Instance | undefined {
  const row = sql.get<InstanceRow>('SELECT * FROM instances WHERE compose_name = ?', composeName);
  return row && instanceOf(row);
}

export function allInstances(sql: Sql): Instance[] {
  return sql.all<InstanceRow>('SELECT * FROM instances ORDER BY project, instance').map(instanceOf);
}

/** Writes the whole row, new or known. */
export function putInstance(sql: Sql, instance: Instance): void {
  sql.run(
    'INSERT OR REPLACE INTO instances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    instance.composeName,
    instance.project,
    instance.instance,
    instance.directory,
    JSON.stringify(instance.files),
    JSON.stringify(instance.envFiles),
    JSON.stringify(instance.profiles),
    Number(instance.adopted),
    instance.status,
    instance.planFile ?? null,
    instance.contentHash ?? null,
    instance.executionUuid ?? null,
    JSON.stringify(instance.endpoints),
    JSON.stringify(instance.namedPorts),
    instance.claimedAt,
    instance.updatedAt,
    instance.revision ?? null,
    instance.canary ? JSON.stringify(instance.canary) : null,
  );
}

function instanceOf(row: InstanceRow): Instance {
  return {
    composeName: row.compose_name,
    project: row.project,
    instance: row.instance,
    directory: row.directory,
    files: JSON.parse(row.files) as string[],
    envFiles: JSON.parse(row.env_files) as string[],
    profiles: JSON.parse(row.profiles) as string[],
    adopted: row.adopted === 1,
    status: row.status,
    ...(row.plan_file !== null && { planFile: row.plan_file }),
    ...(row.content_hash !== null && { contentHash: row.content_hash }),
    ...(row.execution_uuid !== null && { executionUuid: row.execution_uuid }),
    endpoints: JSON.parse(row.endpoints) as Endpoint[],
    namedPorts: JSON.parse(row.named_ports) as Record<string, number>,
    claimedAt: row.claimed_at,
    updatedAt: row.updated_at,
    ...(row.revision !== null && { revision: row.revision }),
    ...(row.canary !== null && { canary: JSON.parse(row.canary) as Canary }),
  };
}
