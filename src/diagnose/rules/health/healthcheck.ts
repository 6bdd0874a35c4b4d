import type { Candidate, Rule } from '../../candidate.ts';
import { lastWords } from '../../reading/lines.ts';
import { standingOf, troubled } from '../../reading/standing.ts';
import { type About, base, testOf } from './about.ts';
import { impatient } from './impatient.ts';
import { ipv6 } from './ipv6.ts';
import { toolMissing } from './tool-missing.ts';
import { wrongPath } from './wrong-path.ts';
import { wrongPort } from './wrong-port.ts';

/** What a healthcheck that fails says, and what it should have asked. */
export const healthcheck: Rule = {
  look: (evidence) =>
    troubled(evidence).flatMap((name) => {
      const service = evidence.services[name];
      const looks = service?.containers.flatMap(({ healthLog }) => healthLog) ?? [];
      const standing = standingOf(evidence, name);
      if (!service || !looks.some(({ exitCode }) => exitCode !== 0) || standing === 'ended' || standing === 'cannot-start') return [];
      const lines = looks
        .filter(({ exitCode }) => exitCode !== 0)
        .flatMap(({ output }) => output.trim().split('\n'))
        .filter((line) => line !== '');
      const about: About = { evidence, name, service, lines, test: testOf(service), codes: looks.map(({ exitCode }) => exitCode) };
      return [toolMissing(about) ?? ipv6(about) ?? wrongPort(about) ?? wrongPath(about) ?? impatient(about) ?? failing(about)];
    }),
};

function failing(about: About): Candidate {
  const { name, evidence, lines, codes } = about;
  const text = lines.at(-1);
  return {
    ...{ ...base(about, text ? { source: 'health', from: `healthcheck of ${name}`, text } : undefined, 46), cause: 'healthcheck-failing' },
    evidence: [{ from: `healthcheck of ${name}`, text: text ?? `exit code ${codes.at(-1)}` }, ...lastWords(evidence, name, 2)],
    summary: `the healthcheck of ${name} fails with exit code ${codes.at(-1)}${text ? `: ${text.slice(0, 160)}` : ''}`,
    suggestion: `see what it asks (${about.test.slice(1).join(' ').slice(0, 120)}) and what ${name} says meanwhile: portside logs ${name}`,
  };
}
