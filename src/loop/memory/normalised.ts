import { stripVTControlCharacters } from 'node:util';

/** What a failure stands in, and what of its words is therefore only this one's. */
export interface Surroundings {
  project?: string;
  instance?: string;
  /** Service → its image's reference; nothing, where it is built here. */
  images?: Readonly<Record<string, string | undefined>>;
}

/** What a service is, whatever it is called: its image's family, such as `redis` of `docker.io/library/redis:7-alpine`. */
export function roleOf(service: string, { images = {} }: Surroundings): string {
  const reference = images[service];
  if (reference === undefined || reference === '') return service in images ? 'built' : 'service';
  const [withoutDigest = ''] = reference.split('@');
  return withoutDigest.slice(withoutDigest.lastIndexOf('/') + 1).replace(/:.*$/, '') || 'built';
}

/** A line of evidence without what differs from one time to the next: ids, numbers, times, folders, addresses, and the names of this instance. */
export function normalised(line: string, around: Surroundings): string {
  const named = withoutNames(stripVTControlCharacters(line), around);
  return named
    .replaceAll(varying, (...found) => stands(found.at(-1) as Record<string, string | undefined>))
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** In this order: what stands earlier takes more. A code that says what went wrong is no number that varies. */
const varying = new RegExp(
  [
    String.raw`(?<kept>\b(?:exit(?:ed)?(?: with)?(?: code)?|status(?: code)?|code|signal|HTTP/\d(?:\.\d)?)[ :=]{1,3}\d{1,3}\b)`,
    String.raw`(?<when>\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?)?(?:Z| ?[+-]\d\d:?\d\d| UTC)?|\b\d\d:\d\d:\d\d(?:[.,]\d+)?)`,
    String.raw`(?<id>\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\bsha256:[0-9a-f]+|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,64}\b|\b0x[0-9a-f]+\b)`,
    String.raw`(?<loopback>\b127\.\d+\.\d+\.\d+\b|\[?(?<![\w:])::1\b\]?|\blocalhost\b)`,
    String.raw`(?<address>\b\d+\.\d+\.\d+\.\d+\b|\[[0-9a-f:]+:[0-9a-f:]*\])`,
    String.raw`(?<path>(?<![\w:/.])\.{0,2}/(?:[^\s/:"'\`<>()]+/)+)`,
    String.raw`(?<number>\d+(?:[.,]\d+)*)`,
  ].join('|'),
  'gi',
);

function stands({ kept, when, id, loopback, address, path }: Record<string, string | undefined>): string {
  if (kept !== undefined) return kept;
  if (when !== undefined) return '<time>';
  if (id !== undefined) return '<id>';
  if (loopback !== undefined) return 'localhost';
  if (address !== undefined) return '<address>';
  return path === undefined ? '<n>' : '<folder>/';
}

/** Containers and images carry the names of project and instance; a service stands for what it is. */
function withoutNames(line: string, around: Surroundings): string {
  const { project, instance, images = {} } = around;
  const both = project && instance ? [`${project}-${instance}`, `${project}/${instance}`, `portside/${project}`] : [];
  const shorter = both.reduce((text, name) => text.replaceAll(bounded(name), '<instance>'), line);
  const longestFirst = Object.keys(images).toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce((text, service) => text.replaceAll(bounded(service), `<${roleOf(service, around)}>`), shorter);
}

/** As a name by itself: no scheme of a URL, no part of a path or of a longer name. */
function bounded(name: string): RegExp {
  const escaped = name.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\w.<])(?<!\w/)${escaped}(?!\w|://|\.\w|>)`, 'gi');
}
