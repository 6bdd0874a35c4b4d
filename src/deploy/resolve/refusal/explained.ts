import type { Cause } from '../../../contract/cause.ts';
import type { SourceMap, WrittenDocument } from '../../model/draft.ts';
import type { Repair } from '../../model/repair.ts';

/** What is wrong with a file that Compose does not accept, and how it could go on. */
export interface Explained {
  message: string;
  cause: Cause;
  /** The key that it is about; empty where there is none. */
  path: (string | number)[];
  service?: string;
  fix?: string;
  /** Only where what the author meant is certain. */
  repair?: Repair;
  /** What a copy can do without, so that all the rest is still looked at. */
  aside?: Repair;
}

/** The files as their authors wrote them. */
export class Written {
  readonly documents: readonly WrittenDocument[];

  constructor({ documents = [] }: SourceMap) {
    this.documents = documents;
  }

  /** What the last document that has the key says. */
  at(path: (string | number)[]): unknown {
    return this.documents.map(({ data }) => valueAt(data, path)).findLast((value) => value !== undefined);
  }

  /** Every key of a section, in whichever document. */
  keysOf(path: (string | number)[]): string[] {
    return [...new Set(this.documents.flatMap(({ data }) => keysIn(valueAt(data, path))))];
  }
}

export function valueAt(data: unknown, path: (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => Object(value)[key], data);
}

export function keysIn(value: unknown): string[] {
  return isMap(value) ? Object.keys(value) : [];
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `services.web.ports`, as people read it. */
export function inWords(path: (string | number)[]): string {
  const [section, name, ...rest] = path;
  if (section === 'services' && name !== undefined) return rest.length > 0 ? `${rest.join('.')} of ${name}` : `the service ${name}`;
  return path.join('.');
}

export function ofService(path: (string | number)[]): { service?: string } {
  const [section, name] = path;
  return section === 'services' && typeof name === 'string' ? { service: name } : {};
}
