import type { Path } from './parsed.ts';
import { copied } from './parsed.ts';

/** An edit in terms of what the file itself writes; a list is appended to at the index that is its length. */
export type WrittenEdit =
  | { write: 'set'; path: Path; value: unknown }
  | { write: 'remove'; path: Path }
  | { write: 'rename'; path: Path; to: string }
  /** A list of names becomes a map with this under each of them. */
  | { write: 'list-to-map'; path: Path; each: Record<string, unknown> }
  /** A key with all that stands below it goes elsewhere. */
  | { write: 'move'; path: Path; to: Path };

type Container = Record<string | number, unknown>;

/** What the document must say once the edit is made: the text is held to it. */
export function edited(data: unknown, edit: WrittenEdit): unknown {
  const root = { root: copied(data) ?? {} } as unknown as Container;
  const path = ['root', ...edit.path];
  const last = path.at(-1) ?? 'root';
  const parent = at(root, path.slice(0, -1));
  switch (edit.write) {
    case 'set':
      put(root, path, edit.value);
      break;
    case 'remove':
      removeIn(root, path);
      break;
    case 'rename':
      rename(parent, String(last), edit.to);
      break;
    case 'list-to-map': {
      const names = parent?.[last];
      if (Array.isArray(names)) put(root, path, Object.fromEntries(names.map((name: unknown) => [String(name), copied(edit.each)])));
      break;
    }
    case 'move': {
      const value = parent?.[last];
      if (parent) delete parent[last];
      put(root, ['root', ...edit.to], value);
    }
  }
  return root['root'];
}

function at(root: Container, path: Path): Container | undefined {
  let value: unknown = root;
  for (const key of path) value = Object(value)[key];
  return typeof value === 'object' && value !== null ? (value as Container) : undefined;
}

/** Makes what is missing above it. */
function put(root: Container, path: Path, value: unknown): void {
  let container = root;
  for (const [index, key] of path.slice(0, -1).entries()) {
    const inner = container[key];
    if (typeof inner !== 'object' || inner === null) container[key] = typeof path[index + 1] === 'number' ? [] : {};
    container = container[key] as Container;
  }
  container[path.at(-1) ?? ''] = copied(value);
}

/** What is left empty by it goes too, up to the file's sections: `volumes:` without a volume says nothing. */
function removeIn(root: Container, path: Path): void {
  for (let length = path.length; length > 1; length--) {
    const container = at(root, path.slice(0, length - 1));
    const key = path[length - 1];
    if (container === undefined || key === undefined) return;
    if (Array.isArray(container)) container.splice(Number(key), 1);
    else delete container[key];
    if (Object.keys(container).length > 0 || length === 2) return;
  }
}

function rename(parent: Container | undefined, from: string, to: string): void {
  if (!parent) return;
  parent[to] = parent[from];
  delete parent[from];
}
