import { hasBusybox, isBusyboxShell, isPlainShell } from '../../../deploy/model/plain-shell.ts';
import { interpretersOf } from '../../../deploy/model/run.ts';
import type { Candidate } from '../../candidate.ts';
import { quote } from '../../reading/lines.ts';
import { type About, base } from './refused-program.ts';

const isShell = /(?:^|\/)(?:bash|ash|dash|zsh)$/;

/** The program is there, and what should run it is not. */
export function interpreterMissing(about: About): Candidate {
  const { service, program, file, seen } = about;
  const firstLine = file?.text?.split('\n')[0] ?? '';
  if (firstLine.endsWith('\r') || /\r/.test(about.hit.text))
    return {
      ...{ ...base(about), cause: 'crlf-entrypoint' },
      summary: `${service} runs ${program}, which has the line ends of Windows: its interpreter is looked for under a name that ends in \\r`,
      suggestion: `give ${file?.file ?? program} Unix line ends, and keep them: *.sh text eol=lf in .gitattributes`,
      at: file ? `${file.file}:1:1` : ['services', service],
      ...(file ? { repair: [{ edit: 'unix-line-ends', file: file.file }] } : {}),
    };
  const wanted = interpretersOf(firstLine).at(-1);
  if (file && wanted)
    return {
      ...{ ...base(about), cause: 'interpreter-missing' },
      evidence: [quote(about.hit), { from: `${file.file}:1`, text: firstLine }],
      summary: `${service} runs ${program}, whose first line asks for ${wanted}, and that is not in ${seen.definition.image ?? 'its image'}`,
      suggestion: `begin ${file.file} with #!/bin/sh where it needs no more than that, or install ${wanted} in the image`,
      at: `${file.file}:1:1`,
      ...(isShell.test(wanted) && understood(file.text ?? '', seen.definition.build ? '' : (seen.definition.image ?? ''))
        ? { repair: [{ edit: 'replace', file: file.file, line: 1, from: firstLine, to: '#!/bin/sh' }] }
        : {}),
    };
  // Ours, and seen: there, in one piece. Else nobody knows which file it was.
  return {
    ...{ ...base(about), cause: 'interpreter-missing', sure: 84 },
    summary: `${service} runs ${program}, which is there, but what it needs to run is not: the interpreter of its first line, or the C library it was linked to`,
    suggestion: `see the first line of ${program} (a \\r at its end means Windows line ends), or build it for the C library of the image: glibc and Alpine's musl are not the same`,
    at: ['services', service],
  };
}

function understood(text: string, image: string): boolean {
  return hasBusybox(image) ? isBusyboxShell(text) : isPlainShell(text);
}
