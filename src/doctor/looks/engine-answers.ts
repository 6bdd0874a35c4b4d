import type { Reached } from '../../engine/connect/reach.ts';
import type { Seen } from '../look.ts';

/** Which engine it is, how it was found, and which others there are. `failure`: nothing could even be asked. */
export function engineAnswers({ meant, others }: { meant: Reached[]; others: Reached[] }, failure?: Error): Seen[] {
  const used = meant.find((one) => 'facts' in one);
  if (failure)
    return [
      {
        level: 'error',
        message: failure.message,
        cost: nothingWorks,
        repair: 'restart it, or name another: DOCKER_HOST, or `docker context use default`',
      },
    ];
  const elsewhere = [...meant, ...others].filter((one) => one !== used);
  return [
    ...(used ? [answering(used)] : silent(meant, others)),
    ...elsewhere.flatMap((one) => (used || others.includes(one) ? another(one, meant.length > 0) : [])),
  ];
}

const nothingWorks = 'nothing can be deployed';

function answering({ address, ...said }: Extract<Reached, { facts: unknown }>): Seen {
  const { kind, version, local } = said.facts;
  const name = kind === 'podman' ? 'Podman' : 'Docker Engine';
  return {
    level: 'ok',
    message: `${name} ${version} answers at ${address.url} (${address.source})`,
    details: [
      local ? 'it runs on this machine' : 'it runs on another machine, or in a virtual one',
      `API ${said.info.apiVersion}${said.info.rootless ? ', rootless' : ''}`,
    ],
  };
}

function silent(meant: Reached[], others: Reached[]): Seen[] {
  if (meant.length === 0)
    return [
      {
        level: 'error',
        message: 'no container engine was found',
        cost: nothingWorks,
        repair: 'install and start Docker or Podman, or name an engine with DOCKER_HOST or a context',
      },
    ];
  return meant.flatMap((one) =>
    'problem' in one
      ? [
          refusing(
            one,
            others.find((other) => 'facts' in other),
          ),
        ]
      : [],
  );
}

function refusing({ address, problem }: Extract<Reached, { problem: unknown }>, answers: Reached | undefined): Seen {
  const place = `${address.url} (${address.source})`;
  if (problem.kind === 'permission-denied')
    return {
      level: 'error',
      message: `you may not talk to the engine at ${place}`,
      cost: nothingWorks,
      repair: 'sudo usermod -aG docker $USER, then log in again (that group is as good as root); or run the engine rootless',
      details: [problem.message],
    };
  return {
    level: 'error',
    message: `no engine answers at ${place}: ${problem.message}`,
    cost: nothingWorks,
    repair: wayOut(address, answers),
  };
}

function wayOut({ source }: Reached['address'], answers: Reached | undefined): string {
  const named = source === 'DOCKER_HOST' || source.startsWith('context');
  if (!named) return 'start it, or name another with DOCKER_HOST';
  const leave = source === 'DOCKER_HOST' ? 'unset DOCKER_HOST' : 'docker context use default';
  return answers
    ? `start it; or ${leave}: an engine answers at ${answers.address.url}`
    : `start it; or ${leave}, to use an engine of this machine`;
}

function another(one: Reached, named: boolean): Seen[] {
  if (!('facts' in one)) return [];
  const { address, facts } = one;
  return [
    {
      level: 'note',
      message: `another engine answers at ${address.url} (${facts.kind} ${facts.version}); ${named ? 'it is not the one that is used' : 'nobody uses it'}`,
      repair: `DOCKER_HOST=${address.url} portside … uses it`,
    },
  ];
}
