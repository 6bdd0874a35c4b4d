import { appendFile, writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { ScenarioError } from '../scenario/scenario-error.ts';

export interface Recording {
  /** Behind all that were added before; resolves when it is in the file. */
  add(rule: object, clean: (text: string) => string): Promise<void>;
  count(): number;
}

/** A scenario that grows by a rule at a time, so that nothing is lost when the recorder is killed. Throws ScenarioError where the file is there already. */
export async function createRecording(file: string, upstream: string): Promise<Recording> {
  try {
    await writeFile(file, `# Recorded from ${upstream}. Keys were taken out; read it before you share it.\nrules:\n`, {
      flag: 'wx',
      mode: 0o600,
    });
  } catch (error) {
    throw new ScenarioError([`${file}: ${error instanceof Error ? error.message : String(error)}`]);
  }
  let written = Promise.resolve();
  let count = 0;
  return {
    add(rule, clean) {
      count += 1;
      // Keys are taken out of the values, before YAML could fold or escape them apart.
      const text = stringify([cleaned(rule, clean)], { lineWidth: 0 }).replaceAll(/^(?=.)/gm, '  ');
      written = written.then(() => appendFile(file, text));
      return written;
    },
    count: () => count,
  };
}

function cleaned(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((part: unknown) => cleaned(part, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [clean(key), cleaned(part, clean)]));
}
