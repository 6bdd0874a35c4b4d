import type { ConfigChange } from '../../contract/configuration.ts';
import type { Ink } from './ink.ts';
import { shownValue } from './config.ts';

/** What changed, who is concerned, and what to type next. */
export function changeText({ file, created, changes, warnings }: ConfigChange, { green, dim, yellow, marks }: Ink): string {
  const touched = changes.filter(({ done }) => done !== 'same' && done !== 'absent');
  const services = [...new Set(touched.flatMap((change) => change.services))].toSorted();
  const lines = changes.map(({ name, done, value, line }) => {
    const place = dim(`${file}${line === null ? '' : `:${line}`}`);
    if (done === 'absent') return `${dim(marks.note)} ${name} is not set in ${place}`;
    if (done === 'same') return `${dim(marks.note)} ${name} is that already  ${place}`;
    return `${green(marks.ok)} ${done} ${name}${value === null ? '' : `=${shownValue(value)}`}  ${place}`;
  });
  return [
    ...(created ? [`${green(marks.ok)} made ${file}, for you only`] : []),
    ...lines,
    ...warnings.map((warning) => `${yellow(marks.warning)} ${warning}`),
    ...(services.length > 0
      ? [`  used by ${services.join(', ')}: portside up brings it to what runs`]
      : touched.length > 0
        ? ['  portside up brings it to what runs']
        : []),
    '',
  ].join('\n');
}
