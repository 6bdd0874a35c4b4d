import { chainOf } from '../../../model/dockerfile.ts';
import { dockerfilesOf } from '../../dockerfiles.ts';
import type { Rule } from '../../rule.ts';

const compilers =
  /\b(?:apt-get|apt|apk|dnf|yum|microdnf)\b[^;&|]*\b(?:install|add)\b[^;&|]*?\s(build-essential|build-base|gcc|g\+\+|clang|make|cmake|golang|rustc|cargo)(?=\s|$)/;

/** Compilers are installed in a stage of their own, and only what they made is copied into the last one. */
export const compilersStayBehind: Rule = {
  id: 'compilers-stay-behind',
  why: 'A compiler in the image that runs makes it large, and helps whoever breaks in.',
  look: (input) =>
    dockerfilesOf(input).flatMap(({ service, facts, line }) =>
      chainOf(facts, facts.target).flatMap(({ keyword, text, line: number }) => {
        const tool = keyword === 'RUN' ? compilers.exec(text.replaceAll(/\\\r?\n/g, ' '))?.[1] : undefined;
        // What is removed in the same layer is not left behind.
        if (!tool || /\b(?:apt-get\s+(?:purge|remove|autoremove)|apk\s+del|dnf\s+remove|yum\s+remove)\b/.test(text)) return [];
        return [
          {
            severity: 'note' as const,
            service,
            message: `${tool} is installed into the image that ${service} runs`,
            ...line(number),
            fix: 'install it in a stage of its own, and COPY --from that stage what it made',
          },
        ];
      }),
    ),
};
