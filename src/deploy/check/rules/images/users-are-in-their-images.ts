import { located } from '../../located.ts';
import type { Run } from '../../../model/run.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';
import { instructionOf, runsOf } from '../../runs.ts';

/** A user or group that is named, and not numbered, is in the image. */
export const usersAreInTheirImages: Rule = {
  id: 'users-are-in-their-images',
  why: 'The engine looks names up in the image’s own /etc/passwd and /etc/group, and does not start what it cannot find there.',
  cause: 'user-does-not-exist',
  look: (input) => runsOf(input).flatMap(({ service, run }) => unknownOf(input, service, run)),
};

function unknownOf(input: CheckInput, service: string, run: Run): Found[] {
  const [user = '', group] = (run.user ?? '').split(':');
  const users = namesIn(run.files['/etc/passwd']);
  const groups = namesIn(run.files['/etc/group']);
  const missing = [
    ...(users && isName(user) && !users.includes(user) ? [`user ${user}`] : []),
    ...(groups && group !== undefined && isName(group) && !groups.includes(group) ? [`group ${group}`] : []),
  ];
  if (missing.length === 0) return [];
  const ordinary = ordinaryUser(run);
  const path = ['services', service, 'user'];
  const inFile = input.stack.compose.services[service]?.['user'] !== undefined;
  const facts = input.surroundings.dockerfiles[service];
  const said = inFile ? undefined : instructionOf(input, service, 'USER');
  const onlyUser = group === undefined && ordinary !== undefined && inFile;
  return [
    {
      severity: 'error',
      service,
      message: `${service} is to run as ${missing.join(' and ')}, which its image does not have (${missing.map((one) => asTheEngineSays(one)).join(', ')})`,
      ...(said && facts && !facts.inline ? { at: { file: facts.file, line: said.line } } : located(input.draft, path)),
      fix: ordinary ? `${ordinary} is the ordinary user of this image` : 'name one that is in the image, or a number',
      ...(onlyUser ? { repair: [{ edit: 'set' as const, path, value: ordinary }] } : {}),
    },
  ];
}

function asTheEngineSays(missing: string): string {
  return `unable to find ${missing}: no matching entries in ${missing.startsWith('user') ? 'passwd' : 'group'} file`;
}

function isName(name: string): boolean {
  return name !== '' && !/^\d+$/.test(name);
}

/** A file that is not there has no names in it: Docker then finds nobody but root. */
function namesIn(file: Run['files'][string] | undefined): string[] | undefined {
  if (file?.kind === 'missing') return ['root'];
  return file?.text?.split('\n').flatMap((line) => line.split(':', 1)[0] || []);
}

/** The one user that the image made for its program: the first number for people, or the only one in question. */
function ordinaryUser({ files }: Run): string | undefined {
  const entries = (files['/etc/passwd']?.text ?? '').split('\n').map((line) => line.split(':'));
  const ordinary = entries.filter(([name, , uid]) => name !== 'nobody' && Number(uid) >= 1000 && Number(uid) < 60_000);
  return ordinary.length === 1 ? ordinary[0]?.[0] : undefined;
}
