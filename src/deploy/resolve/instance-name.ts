import { UserError, exitCode } from '../../contract/user-error.ts';
import { readGitHead, type GitHead } from '../../system/git.ts';
import { shorten, shortHash } from '../model/compose-name.ts';

const longestSlug = 40;

/** Where CI systems say which branch they check out; on a pull request the source branch comes first. */
const branchVariables = [
  'GITHUB_HEAD_REF',
  'GITHUB_REF_NAME',
  'CI_MERGE_REQUEST_SOURCE_BRANCH_NAME',
  'CI_COMMIT_REF_NAME',
  'CHANGE_BRANCH',
  'BRANCH_NAME',
  'BUILDKITE_BRANCH',
  'CIRCLE_BRANCH',
  'BITBUCKET_BRANCH',
  'DRONE_BRANCH',
  'TRAVIS_PULL_REQUEST_BRANCH',
  'TRAVIS_BRANCH',
  'BUILD_SOURCEBRANCHNAME',
];

/** The instance that a command means where none is named: this branch's, or this worktree's. */
export async function defaultInstanceName(directory: string, environment: Record<string, string | undefined>): Promise<string> {
  return nameAfter(await readGitHead(directory), environment);
}

export function nameAfter(head: GitHead | undefined, environment: Record<string, string | undefined>): string {
  if (head?.branch) return slug(head.branch);
  // Outside a repository such a variable speaks of another folder.
  const fromCi = head && branchVariables.map((name) => environment[name]).find(Boolean);
  return slug(fromCi ?? head?.worktree ?? head?.commit?.slice(0, 7) ?? 'main');
}

function slug(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  if (name === '') return `branch-${shortHash(text)}`;
  return name.length <= longestSlug ? name : shorten(name, longestSlug);
}

const wellFormed = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** Throws UserError where a name cannot be an instance's. */
export function validateInstanceName(name: string): string {
  if (wellFormed.test(name)) return name;
  const shown = name.length > 60 ? `${name.slice(0, 57)}…` : name;
  throw new UserError({
    code: 'bad-instance-name',
    exit: exitCode.usage,
    message: `${JSON.stringify(shown)} cannot be an instance's name: ${whatIsWrong(name)}.`,
    hint: `A name has lower-case letters, digits, - and _, starts with a letter or digit, and is at most 63 long. Try --name ${slug(name)}`,
  });
}

function whatIsWrong(name: string): string {
  if (name === '') return 'it is empty';
  if (name.startsWith('-')) return 'it looks like an option';
  if (/[/\\]/.test(name) || name.startsWith('.')) return 'it looks like a path';
  if (name.length > 63) return `it is ${name.length} characters long`;
  if (/[A-Z]/.test(name)) return 'it has upper-case letters';
  return 'it has characters that engines do not take in names';
}
