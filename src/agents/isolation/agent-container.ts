import type { LaunchPlace } from '../running/launcher.ts';
import type { IsolatingEngine } from './engine.ts';
import { enter } from './inside/inside.ts';
import type { Isolation } from './isolation.ts';
import { type Target, hostsFile, socketFolder } from './target.ts';

const home = '/home/agent';
const mostProcesses = 1024;
/** What the image knows better than this machine. */
const machineOnly = new Set([
  'PATH',
  'HOME',
  'TMPDIR',
  'SHELL',
  'PWD',
  'OLDPWD',
  'USER',
  'LOGNAME',
  'XDG_RUNTIME_DIR',
  'DOCKER_HOST',
  'SSH_AUTH_SOCK',
]);

export interface AgentPlace extends Pick<Isolation, 'image' | 'user' | 'home' | 'memoryBytes'> {
  labels: Record<string, string>;
  argv: readonly string[];
  place: LaunchPlace;
  targets: Target[];
  /** The volume with the sockets; absent, nothing leads out. */
  wayOut?: string;
}

/** The container of an agent: what it sees of the machine is the worktree, to write, and the named files, to read. */
export function agentContainer(agent: AgentPlace): Parameters<IsolatingEngine['createContainer']>[0] {
  const { image, user, labels, argv, place, targets, wayOut, memoryBytes } = agent;
  const { cwd, worktree, files = [], env } = place;
  const named = Object.fromEntries(Object.entries(env).filter(([name]) => !machineOnly.has(name)));
  return {
    image,
    entrypoint: ['node', '-e', `(${enter.toString()})(JSON.parse(process.argv[1]), process.argv.slice(2))`, '--', JSON.stringify(targets)],
    command: [...argv],
    mounts: wayOut === undefined ? [] : [{ volume: wayOut, target: socketFolder, readOnly: true }],
    labels,
    user: `${user.uid}:${user.gid}`,
    confinement: {
      binds: [
        ...(worktree === undefined ? [] : [{ source: worktree, target: worktree }]),
        ...files.map((file) => ({ source: file, target: file, readOnly: true })),
        ...(agent.home === undefined ? [] : [{ source: agent.home, target: home }]),
      ],
      scratch: ['/tmp', ...(agent.home === undefined ? [home] : [])],
      environment: { ...named, HOME: home },
      workdir: worktree === undefined ? '/' : cwd,
      network: 'none',
      hosts: hostsFile(targets),
      most: { processes: mostProcesses, ...(memoryBytes === undefined ? {} : { memoryBytes }) },
    },
  };
}
