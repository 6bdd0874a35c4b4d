import type { Candidate } from '../../candidate.ts';
import type { ServiceEvidence } from '../../evidence.ts';
import type { Repair } from '../../../deploy/model/repair.ts';
import { portsOf } from '../../reading/who.ts';
import { type About, asked, base, refusedWords, said } from './about.ts';

/** In whatever words a tool or client has for it: `::1:80`, `[::1]:80`, `::1 port 80`, `('::1', 80, 0, 0)`. */
const sixth = /(?<![\da-f:])(?:::1|(?:0+:){7}0*1)(?![\da-f]{2,}|:[\da-f]*:)\]?['"]?(?:[:.,)\s]+(?:port )?(?<port>\d{2,5})\b)?/i;
const fourth = /(?<![\d.])127\.0\.0\.1(?![\d.])/;

/** It asks ::1, which refuses it, and the service does listen on that port: on IPv4 then. */
export function ipv6(about: About): Candidate | undefined {
  const { service, test, name, lines } = about;
  const place = asked(test);
  const line = said(about, refusedWords);
  if (!line) return undefined;
  const named = lines.flatMap((text) => (refusedWords.test(text) ? (sixth.exec(text) ?? []) : [])).length > 0;
  const alsoFourth = lines.some((text) => refusedWords.test(text) && fourth.test(text));
  const saysSix = place?.host === '[::1]' || (named && !alsoFourth && (place === undefined || place.host === 'localhost'));
  const port = place?.port ?? Number(sixth.exec(line.text)?.groups?.['port'] ?? Number.NaN);
  if (!saysSix || !listensAt(service, port)) return undefined;
  const asks = place?.host === 'localhost' ? 'localhost, which is ::1 there' : '::1';
  const source = sourceOf(about);
  const repair = repairOf(about, source);
  return {
    ...{ ...base(about, line, 88), cause: 'healthcheck-ipv6-localhost' },
    summary: `the healthcheck of ${name} asks ${asks}, and ${name} listens on IPv4 only`,
    suggestion: `let it ask 127.0.0.1${source ? ` in ${source.file}` : ''}`,
    ...(source ? { at: `${source.file}:${source.line}` } : {}),
    ...(repair ? { repair } : {}),
  };
}

/** What was not looked into is known by its image and its ports. */
function listensAt(service: ServiceEvidence, port: number): boolean {
  const open = service.listens?.map((one) => one.port) ?? portsOf(service);
  return Number.isNaN(port) ? open.length > 0 : open.includes(port);
}

/** The line of a file of the project's that the healthcheck runs, where it alone names the address. */
function sourceOf({ service, test }: About): { file: string; line: number; word: string } | undefined {
  const found = service.files.flatMap(({ file, inside, text }) => {
    const isRun = test.some((word) => word.split(/\s+/).some((part) => part !== '' && (inside === part || inside.endsWith(`/${part}`))));
    return (isRun ? (text ?? '').split('\n') : []).flatMap((line, index) => {
      const word = /\[::1\]|::1|\blocalhost\b/.exec(line)?.[0];
      return word ? [{ file, line: index + 1, word }] : [];
    });
  });
  return found.length === 1 ? found[0] : undefined;
}

function repairOf({ service, test, name }: About, source: ReturnType<typeof sourceOf>): Repair | undefined {
  if (source) return [{ edit: 'replace', file: source.file, line: source.line, from: source.word, to: '127.0.0.1' }];
  const mended = test.map((word) => word.replaceAll('[::1]', '127.0.0.1').replaceAll('//localhost', '//127.0.0.1'));
  return service.definition.healthcheck?.test && mended.join('\n') !== test.join('\n')
    ? [{ edit: 'set', path: ['services', name, 'healthcheck', 'test'], value: mended }]
    : undefined;
}
