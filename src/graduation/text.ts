import { createHash } from 'node:crypto';
import { standingMark as firstLine } from '../deploy/model/standing-mark.ts';
import type { StandingFile } from './standing.ts';

/** What the head of a standing file says. */
export interface Head {
  project: string;
  instance: string;
  version: number | undefined;
  contentHash: string;
  /** Of the graduation's record. */
  uuid: string;
  timestamp: string;
  successes: number;
  failures: number;
  ratio: number;
  run: string;
  notes: readonly string[];
}

const checksum = '# As written: sha256 ';

/** The whole file: its head, and the stack as YAML. */
export async function standingText({ file, comments }: Pick<StandingFile, 'file' | 'comments'>, head: Head): Promise<string> {
  const { Document, isScalar } = await import('yaml');
  const document = new Document(file, { aliasDuplicateObjects: false });
  for (const [service, comment] of Object.entries(comments)) {
    const node = document.getIn(['services', service, 'image'], true) ?? document.getIn(['services', service, 'build'], true);
    if (isScalar(node)) node.comment = ` ${comment}`;
    else if (node) (node as { commentBefore?: string }).commentBefore = ` ${comment}`;
  }
  const body = document.toString({ lineWidth: 0 });
  const lines = [firstLine, ...headLines(head)].join('\n');
  return `${lines}\n${checksum}${hashOf(lines + body)}\n\n${body}`;
}

function headLines({ project, instance, version, contentHash, uuid, timestamp, successes, failures, ratio, run, notes }: Head): string[] {
  return [
    `# Of ${project}/${instance}${version === undefined ? '' : `, version v${version}`} (content ${contentHash.slice(0, 12)}), graduated ${timestamp}`,
    `# with ${successes} ${successes === 1 ? 'success' : 'successes'} to ${failures} ${failures === 1 ? 'failure' : 'failures'} of unchanged content (${ratio} to 1 were asked for).`,
    `# Execution ${uuid}`,
    '#',
    `# Run it:  ${asComment(run)}`,
    '# Ports and other variables come from the shell or .env; those without a default are asked for.',
    ...notes.map((note) => `# - ${asComment(note)}`),
    '#',
  ];
}

/** A command may have lines of its own: each stays a comment. */
function asComment(text: string): string {
  return text.replaceAll(/\r\n?|[\n\u0085\u2028\u2029]/g, '\n#   ');
}

/** Whether Portside wrote the file, and nobody changed it since. */
export function isOwn(text: string): boolean {
  if (!text.startsWith(firstLine)) return false;
  const at = text.indexOf(checksum);
  const end = text.indexOf('\n', at);
  return at > 0 && text.slice(at + checksum.length, end) === hashOf(text.slice(0, at - 1) + text.slice(end + 2));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
