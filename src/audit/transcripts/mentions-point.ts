import type { AuditPoint } from '../../contract/verify.ts';
import { notNeeded, plural, unseen } from '../told.ts';
import type { Mentions } from './find-mentions.ts';

/** Who said something of it, where: to be known, and no proof. */
export function mentionsPoint({ files, unreadable, lines, first }: Mentions): AuditPoint {
  const closed = unreadable > 0 ? `; ${plural(unreadable, 'transcript')} could not be read` : '';
  if (files === 0) return notNeeded('transcripts', 'there are no transcripts of agents here');
  if (lines === 0) return (unreadable > 0 ? unseen : notNeeded)('transcripts', `${plural(files, 'transcript')}, none names it${closed}`);
  const said = first.map(({ file, line, by }) => `${file}:${line} (${by})`).join(', ');
  const more = lines > first.length ? ` and ${lines - first.length} more` : '';
  return notNeeded('transcripts', `${plural(lines, 'line names', 'lines name')} it, which proves nothing: ${said}${more}${closed}`);
}
