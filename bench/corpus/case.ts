import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Cause, causes } from '../../src/contract/cause.ts';

const around = { title: z.string(), setup: z.string().optional(), teardown: z.string().optional() };

const brokenCase = z.object({
  ...around,
  source: z.string(),
  command: z.enum(['up', 'check']).default('up'),
  found_by: z.enum(['check', 'diagnose']),
  stage: z.enum(['check', 'build', 'apply', 'verify']),
  cause: z.enum(Object.keys(causes) as [Cause, ...Cause[]]),
  service: z.string().optional(),
  evidence: z.string().optional(),
  repairable: z.boolean(),
  repair: z.string().optional(),
});

const goodCase = z.object({ ...around, expect: z.literal('verified') });

/** A project of the corpus: where it lies, and what its case.yaml says (test/corpus/README.md). */
export interface Case<Said> {
  name: string;
  folder: string;
  said: Said;
}
export type BrokenCase = Case<z.infer<typeof brokenCase>>;
export type GoodCase = Case<z.infer<typeof goodCase>>;

export const ownCorpus = fileURLToPath(new URL('../../test/corpus', import.meta.url));

/** The cases of a folder with `broken` and `good` in it; only those that are named, where any are. */
export async function readCorpus(corpus = ownCorpus, only: string[] = []): Promise<{ broken: BrokenCase[]; good: GoodCase[] }> {
  const broken = await readCases(join(corpus, 'broken'), brokenCase, only);
  const good = await readCases(join(corpus, 'good'), goodCase, only);
  const strangers = only.filter((name) => ![...broken, ...good].some((one) => one.name === name));
  if (strangers.length > 0) throw new Error(`no such case in ${corpus}: ${strangers.join(', ')}`);
  return { broken, good };
}

async function readCases<Said>(parent: string, schema: z.ZodType<Said>, only: string[]): Promise<Case<Said>[]> {
  if (!existsSync(parent)) return [];
  const names = (await readdir(parent)).filter((name) => only.length === 0 || only.includes(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const folder = resolve(parent, name);
      const said = schema.safeParse(parse(await readFile(join(folder, 'case.yaml'), 'utf8')));
      if (!said.success) throw new Error(`${folder}/case.yaml: ${z.prettifyError(said.error)}`);
      return { name, folder, said: said.data };
    }),
  );
}
