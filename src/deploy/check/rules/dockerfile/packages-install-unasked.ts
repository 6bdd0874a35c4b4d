import { dockerfilesOf, isBuilt } from '../../dockerfiles.ts';
import type { Rule } from '../../rule.ts';

/** Package managers are told to go on without asking. */
export const packagesInstallUnasked: Rule = {
  id: 'packages-install-unasked',
  why: 'Nobody can answer during a build: apt-get asks whether to go on, gets no answer, and gives up.',
  cause: 'build-command-failed',
  look: (input) =>
    dockerfilesOf(input).flatMap(({ service, facts, line }) =>
      facts.instructions
        .filter((one) => one.keyword === 'RUN' && isBuilt(facts, one) && !saysYesElsewhere.test(facts.text))
        .flatMap((one) =>
          commandsOf(one.text)
            .filter(asks)
            .map((command) => ({
              severity: 'warning',
              service,
              message: `${command.trim().split(/\s+/).slice(0, 2).join(' ')} asks before it installs, and nobody answers during a build`,
              ...line(one.line),
              fix: 'add -y',
            })),
        ),
    ),
};

const saysYesElsewhere = /assume-yes|APT::Get::Assume-Yes|assumeyes/i;

function commandsOf(text: string): string[] {
  return text.replaceAll(/\\\r?\n/g, ' ').split(/&&|\|\||[;\n]/);
}

function asks(command: string): boolean {
  const first = /^\s*(?:sudo\s+)?(?:\w+=\S*\s+)*(apt-get|apt|yum|dnf)\s/.exec(command)?.[1];
  if (!first || !/\s(?:install|upgrade|dist-upgrade)(?:\s|$)/.test(command)) return false;
  return !/\s(?:-\w*[yq]\w*|--yes|--assume-?yes|--assume-no|-qq|--dry-run|-s|--download-only|-d)(?:\s|=|$)/.test(command);
}
