import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Keeper, openKeeper } from '../../src/loop/tree/keeper.ts';
import { type Repository, findRepository } from '../../src/loop/tree/repository.ts';

/** What lies in a folder: a text, a program, a link. */
export type Contents = Record<string, string | { program: string } | { link: string } | Buffer>;

export function fill(folder: string, contents: Contents): void {
  for (const [path, content] of Object.entries(contents)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === 'string' || Buffer.isBuffer(content)) writeFileSync(file, content);
    else if ('link' in content) symlinkSync(content.link, file);
    else {
      writeFileSync(file, content.program);
      chmodSync(file, 0o755);
    }
  }
}

/** A folder for one test, and git as a user with these settings has it. */
export interface Bench {
  folder: string;
  environment: Record<string, string>;
  /** Adds lines to the user's own settings of git. */
  configure(lines: string): void;
  git(folder: string, ...args: string[]): string;
  /** A repository with one commit of these files; `options` are for `git init`. */
  repository(contents: Contents, options?: string[], name?: string): string;
  close(): void;
}

export function bench(): Bench {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'portside-loop-')));
  const global = join(folder, '.gitconfig');
  writeFileSync(
    global,
    '[user]\n\tname = Ada\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n',
  );
  const environment = { PATH: process.env['PATH'] ?? '', HOME: folder, GIT_CONFIG_GLOBAL: global, GIT_CONFIG_NOSYSTEM: '1' };
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', args, { cwd, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  return {
    folder,
    environment,
    git,
    configure: (lines) => writeFileSync(global, `${lines}\n`, { flag: 'a' }),
    repository(contents, options = [], name = 'project') {
      const root = join(folder, name);
      mkdirSync(root, { recursive: true });
      git(root, 'init', '--quiet', ...options);
      fill(root, contents);
      git(root, 'add', '--all');
      git(root, 'commit', '--quiet', '--message', 'As it was');
      return root;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A run's own repository on a project's. */
export async function keeperOn(at: Bench, directory: string): Promise<{ repository: Repository; keeper: Keeper }> {
  const repository = await findRepository(directory, at.environment);
  return { repository, keeper: await openKeeper(join(at.folder, 'run', 'keeper.git'), repository) };
}
