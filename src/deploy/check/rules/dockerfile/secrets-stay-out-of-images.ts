import { isSecretName } from '../../../../redaction/secret-shapes.ts';
import type { Instruction } from '../../../model/dockerfile.ts';
import { dockerfilesOf, isBuilt } from '../../dockerfiles.ts';
import type { Rule } from '../../rule.ts';

/** ARG and ENV hold no secrets: whoever has the image can read both. */
export const secretsStayOutOfImages: Rule = {
  id: 'secrets-stay-out-of-images',
  why: 'Values of ARG and ENV stay in the image and its history, where everybody who has the image reads them.',
  look: (input) =>
    dockerfilesOf(input).flatMap(({ service, facts, line }) =>
      facts.instructions
        .filter((one) => isBuilt(facts, one))
        .flatMap((one) =>
          secretNames(one).map((name) => ({
            severity: 'warning',
            service,
            message: `${one.keyword} ${name} in the Dockerfile of ${service} writes a secret into the image`,
            ...line(one.line),
            fix:
              one.keyword === 'ARG'
                ? `mount it while building instead: RUN --mount=type=secret,id=${name.toLowerCase()} …`
                : `give ${name} to the container instead, with environment: or secrets:`,
          })),
        ),
    ),
};

/** An ARG without a value may be given one that is none, such as a file's name: only ENV and defaults are sure. */
function secretNames({ keyword, text }: Instruction): string[] {
  if (keyword !== 'ARG' && keyword !== 'ENV') return [];
  const pairs = [...text.matchAll(/(?:^|\s)([A-Za-z_]\w*)(?:=|\s+(?=\S))("[^"]*"|'[^']*'|\S*)/g)];
  return pairs.flatMap(([, name = '', value = '']) => (isSecretName(name) && isWritten(value) ? [name] : []));
}

/** Nothing, a variable, or a stand-in that says so, is no secret. */
function isWritten(value: string): boolean {
  const bare = value.replace(/^["']|["']$/g, '');
  return (
    bare !== '' && !bare.includes('$') && !/^(?:true|false|\d{1,5}|none|null|changeme|dummy|placeholder|build)$|^\/|_FILE$/i.test(bare)
  );
}
