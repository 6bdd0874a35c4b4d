import type { Repair } from '../../../deploy/model/repair.ts';
import type { Candidate } from '../../candidate.ts';
import { quote } from '../../reading/lines.ts';
import { isLoopback } from '../../reading/who.ts';
import { type About, asked, base, refusedWords, reworded, said } from './about.ts';

/** Nothing listens where it asks, and something does elsewhere. */
export function wrongPort(about: About): Candidate | undefined {
  const { service, test, name } = about;
  const place = asked(test);
  const line = said(about, refusedWords);
  const open = service.listens?.map(({ port }) => port).filter((port) => port !== place?.port) ?? [];
  if (!line || !place || !isLoopback(place.host) || service.listens?.some(({ port }) => port === place.port) || open.length === 0)
    return undefined;
  // Docker's name server listens on a random port of 127.0.0.11.
  const ports = service.listens?.filter(({ loopback }) => !loopback).map(({ port }) => port) ?? [];
  if (ports.length === 0) return undefined;
  const repair = ports.length === 1 ? asking(about, place.port, ports[0] ?? 0) : undefined;
  return {
    ...{ ...base(about, line, 86), cause: 'healthcheck-wrong-port' },
    evidence: [quote(line), { from: `inside ${name}`, text: `listens on ${ports.join(', ')}` }],
    summary: `the healthcheck of ${name} asks port ${place.port}, and it listens on ${ports.join(', ')}`,
    suggestion: `let it ask port ${ports.join(' or ')}`,
    ...(repair ? { repair } : {}),
  };
}

/** A variable that holds another number gives way to the one that holds this. */
function asking(about: About, wrong: number, right: number): Repair | undefined {
  const environment = Object.entries(about.service.definition.environment ?? {});
  const variable = /:\$+\{?(?<name>[A-Z_]\w*)/i.exec(about.test.join(' '))?.groups?.['name'];
  if (variable === undefined) return reworded(about, `:${wrong}`, `:${right}`);
  const [meant, ...more] = environment.filter(([, value]) => value === String(right)).map(([name]) => name);
  if (meant === undefined || more.length > 0) return undefined;
  return reworded(about, `$${variable}`, `$${meant}`) ?? reworded(about, `{${variable}`, `{${meant}`);
}
