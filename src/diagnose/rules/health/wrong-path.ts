import type { Candidate } from '../../candidate.ts';
import type { ServiceEvidence } from '../../evidence.ts';
import { type About, asked, base, reworded, said } from './about.ts';

/** It is answered, and the page is not there or not for it. */
export function wrongPath(about: About): Candidate | undefined {
  const { name, test, service } = about;
  const line = said(about, /\b(?:404|403|405|401|400|30[1278])\b.*|Not Found|Forbidden|Unauthorized/);
  if (!line || !/https?:\/\//.test(test.join(' '))) return undefined;
  const place = asked(test);
  const code = /\b[34]\d\d\b/.exec(line.text)?.[0] ?? '404';
  const right = place && pathIn(service, place.path);
  const repair = place && right ? reworded(about, place.path, right, String.raw`\w/-`) : undefined;
  return {
    ...{ ...base(about, line, 87), cause: 'healthcheck-wrong-path' },
    summary: `the healthcheck of ${name} asks ${place?.path ?? 'a page'}, and is answered ${code}`,
    suggestion: right
      ? `its source has ${right}: ask that`
      : code === '401' || code === '403'
        ? 'ask a page that needs no login'
        : `ask a page that is there, such as / or the one that ${name} has for this`,
    ...(repair ? { repair } : {}),
  };
}

/** A page for health that its own source names. */
function pathIn({ files }: ServiceEvidence, not: string): string | undefined {
  const found = files.flatMap(({ text }) =>
    [
      ...(text ?? '').matchAll(
        /['"`](\/(?:[\w.-]+\/){0,2}(?:health|healthz|ready|readyz|livez|live|status|ping|up|_health|-\/healthy)(?:\/\w+)?)['"`]/g,
      ),
    ].map(([, path = '']) => path),
  );
  const others = [...new Set(found)].filter((path) => path !== not);
  return others.length === 1 ? others[0] : undefined;
}
