import { isolatedLauncher } from './launcher.ts';

// A process that has an agent at work, to be killed.
const [port = '', worktree = ''] = process.argv.slice(2);
const launcher = await isolatedLauncher({ hosts: [`localhost:${port}`] });
const program = await launcher.launch(['sh', '-c', 'echo up; sleep 600'], { cwd: worktree, worktree, env: {} });
program.stderr.resume();
program.stdout.pipe(process.stdout);
