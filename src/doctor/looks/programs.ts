import { versions } from 'node:process';
import { run } from '../../system/process.ts';
import type { Look } from '../look.ts';

export const programs: Look = {
  group: 'machine',
  name: 'programs',
  async look({ environment }) {
    const git = await run(['git', '--version'], { env: environment }).then(
      ({ exitCode, stdout }) => (exitCode === 0 ? stdout.trim().replace(/^git version /, '') : undefined),
      () => undefined,
    );
    return [{ level: 'note', message: `Node.js ${versions.node}, ${git ? `git ${git}` : 'no git (branches are read without it)'}` }];
  },
};
