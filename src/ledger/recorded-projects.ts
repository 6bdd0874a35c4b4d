import type { Sql } from '../system/database.ts';

/** Every project that there is a record of, by name. A step of the index each, however many records there are. */
export function recordedProjects(sql: Sql): string[] {
  const projects: string[] = [];
  for (let last = ''; ;) {
    const [next] = sql.column<string | null>('SELECT min(project) FROM records WHERE project > ?', last);
    if (next === null || next === undefined) return projects;
    projects.push(next);
    last = next;
  }
}

/** Project → the folders where it lies: by the instances that are registered, and by the newest record of each instance. */
export function foldersOfProjects(sql: Sql): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  const add = (project: string, directory: string) => folders.set(project, (folders.get(project) ?? new Set()).add(directory));
  for (const { project, directory } of sql.all<{ project: string; directory: string }>('SELECT project, directory FROM instances'))
    add(project, directory);
  for (let last: Recorded | undefined = { project: '', instance: '' }; last; last = instanceAfter(sql, last)) {
    const [directory] = sql.column<string | null>(
      `SELECT CASE WHEN json_valid(body) THEN json_extract(body, '$.deployment.directory') END FROM records
       WHERE seq = (SELECT max(seq) FROM records WHERE project = ? AND instance = ?)`,
      ...[last.project, last.instance],
    );
    if (last.project !== '' && directory) add(last.project, directory);
  }
  return folders;
}

/** Every instance that there is a record of. A step of the index each. */
export function recordedInstances(sql: Sql): Recorded[] {
  const all: Recorded[] = [];
  for (let next = instanceAfter(sql, { project: '', instance: '' }); next; next = instanceAfter(sql, next))
    if (next.project !== '') all.push(next);
  return all;
}

export interface Recorded {
  project: string;
  instance: string;
}

function instanceAfter(sql: Sql, { project, instance }: Recorded): Recorded | undefined {
  return sql.get<Recorded>(
    'SELECT project, instance FROM records WHERE (project, instance) > (?, ?) ORDER BY project, instance LIMIT 1',
    ...[project, instance],
  );
}
