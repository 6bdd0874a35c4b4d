import { type Document, LineCounter, isMap, isNode, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Scenario, scenarioSchema } from './schema.ts';
import { ScenarioError } from './scenario-error.ts';

/** A scenario from YAML. Throws ScenarioError, which names `file:line` of everything that is wrong. */
export function parseScenario(text: string, file: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) throw new ScenarioError(document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`));
  const parsed = scenarioSchema.safeParse(valueOf(document, file) ?? {});
  if (parsed.success) return parsed.data;
  throw new ScenarioError(
    leaves(parsed.error.issues, []).map(({ path, message }) => {
      const place =
        path.length > 0
          ? `${path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index ? '.' : ''}${String(key)}`)).join('')}: `
          : '';
      return `${at(offsetOf(document, path))}: ${place}${message}`;
    }),
  );
}

/** An alias of nothing is found only here, and has no line of its own. */
function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new ScenarioError([`${file}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

interface Issue {
  path: PropertyKey[];
  message: string;
}

/** Of a choice, what kept its likeliest branch from fitting; an unknown key is its own place. */
function leaves(issues: z.core.$ZodIssue[], above: PropertyKey[]): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    const path = [...above, ...issue.path];
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key], message: 'there is no such key' }));
    if (issue.code !== 'invalid_union') return [{ path, message: issue.message }];
    const deeper = issue.errors
      .map((branch) => leaves(branch, path))
      .filter((branch) => branch.some((leaf) => leaf.path.length > path.length));
    return (
      deeper[0] ?? [
        {
          path,
          message: `Invalid input: ${issue.errors.map((branch) => branch[0]?.message.replace('Invalid input: ', '')).join(', or ')}`,
        },
      ]
    );
  });
}

/** Where a key stands, or the nearest thing around it. */
function offsetOf(document: Document, path: PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent) ? parent.items.find(({ key }) => isNode(key) && String(key) === String(path[length - 1])) : undefined;
    const node = isNode(pair?.key) ? pair.key : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
