import { basename, dirname, join, resolve } from 'node:path';
import { listDirectory } from '../../../system/read.ts';
import { exampleNames } from '../../model/example-names.ts';
import type { Repair } from '../../model/repair.ts';
import { type Explained, type Written, isMap, valueAt } from './explained.ts';

/** An env file that services name and that is not there; a copy of its example where one lies beside it. */
export async function missingEnvFile(file: string, written: Written): Promise<Explained> {
  const uses = usesOf(file, written);
  const [first] = uses;
  const services = [...new Set(uses.map(({ service }) => service))];
  const example = await exampleOf(file);
  const path = first?.path ?? [];
  return {
    message: `there is no env file ${file}${services.length > 0 ? `, which ${services.join(', ')} needs` : ''}`,
    cause: 'env-file-missing',
    path,
    ...(first ? { service: first.service } : {}),
    fix: example
      ? `copy ${basename(example)}, and fill it in: cp ${example} ${file}`
      : `make it, or say that it may be absent: env_file: [{ path: ${basename(file)}, required: false }]`,
    ...(example ? { repair: [{ edit: 'copy-file', from: example, to: file }] } : {}),
    aside: uses.map(({ path: use }) => ({ edit: 'remove' as const, path: use })).toReversed(),
  };
}

/** `.env.example` beside `.env`, under any of the names that such files have. */
async function exampleOf(file: string): Promise<string | undefined> {
  const names = await listDirectory(dirname(file));
  const found = Array.isArray(names) ? exampleNames(basename(file)).find((one) => names.includes(one)) : undefined;
  return found && join(dirname(file), found);
}

function usesOf(file: string, { documents }: Written): { service: string; path: (string | number)[] }[] {
  return documents.flatMap(({ data, file: source }) =>
    Object.entries(Object(valueAt(data, ['services'])) as object).flatMap(([service, definition]) => {
      const named: unknown = valueAt(definition, ['env_file']);
      const path = ['services', service, 'env_file'];
      const isIt = (one: unknown) => typeof one === 'string' && resolve(dirname(source), one) === file;
      if (isIt(named)) return [{ service, path }];
      return (Array.isArray(named) ? named : []).flatMap((one: unknown, index) =>
        isIt(isMap(one) ? one['path'] : one) ? [{ service, path: [...path, index] }] : [],
      );
    }),
  );
}

/** What is included or extended and is not there. */
export function missingFile(file: string, { documents }: Written): Explained {
  const name = basename(file);
  for (const { data } of documents) {
    const included = [valueAt(data, ['include'])].flat();
    const index = included.findIndex((one) => JSON.stringify(one ?? null).includes(name));
    if (index >= 0) return { ...absent(file), path: ['include', index], aside: removing(['include', index]) };
    const extending = Object.entries(Object(valueAt(data, ['services'])) as object).find(([, one]) =>
      String(valueAt(one, ['extends', 'file'])).endsWith(name),
    );
    if (extending)
      return {
        ...absent(file),
        service: extending[0],
        path: ['services', extending[0], 'extends', 'file'],
        aside: removing(['services', extending[0], 'extends']),
      };
  }
  return { ...absent(file), path: [] };
}

function absent(file: string): Omit<Explained, 'path'> {
  return { message: `there is no ${file}`, cause: 'invalid-compose', fix: 'make it, or take away what names it' };
}

function removing(path: (string | number)[]): Repair {
  return [{ edit: 'remove', path }];
}
