import type { LaunchPlace } from '../running/launcher.ts';
import type { Confinement, OwnContainer } from '../../engine/interface.ts';
import { enter } from './inside/inside.ts';
import type { Isolation } from './isolation.ts';
import { type Target, hostsFile, socketFolder } from './target.ts';

const home = '/home/agent';
const mostProcesses = 1024;
/** What the image knows better than this machine, and ways out that there are not. */
const machineOnly =
  /^(PATH|HOME|TMPDIR|SHELL|PWD|OLDPWD|USER|LOGNAME|XDG_\w+|DOCKER_HOST|SSH_AUTH_SOCK|NVM_BIN|TMUX\w*|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY)$/;
/** Variables that name files of whom to trust: without them TLS fails where a company looks into it. */
export const trust = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];

export interface AgentPlace extends Pick<Isolation, 'image' | 'user' | 'home' | 'memoryBytes'> {
  labels: Record<string, string>;
  argv: readonly string[];
  place: LaunchPlace;
  targets: Target[];
  /** Paths of those of `trust` that are there. */
  trusted: string[];
  /** The volume with the sockets; absent, nothing leads out. */
  wayOut?: string;
}

/** The container of an agent: what it sees of the machine is the worktree, to write, and the named files, to read. */
export function agentContainer(agent: AgentPlace): OwnContainer & { confinement: Confinement } {
  const { image, user, labels, argv, place, targets, wayOut, trusted, memoryBytes } = agent;
  const { cwd, worktree, files = [], env } = place;
  const named = Object.fromEntries(Object.entries(env).filter(([name]) => !machineOnly.test(name)));
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
        ...[...files, ...trusted].map((file) => ({ source: file, target: file, readOnly: true })),
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
