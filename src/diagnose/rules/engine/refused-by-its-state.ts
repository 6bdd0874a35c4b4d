import type { Refused } from './refused.ts';

/** What the engine cannot give at the moment: networks, names, itself. */
export const refusedByItsState: readonly Refused[] = [
  {
    cause: 'address-pool-exhausted',
    words: /non-overlapping IPv4 address pool|all predefined address pools have been fully subnetted|could not find free subnet/i,
    tell: () => ({
      summary: 'the engine has no subnet left for another network',
      suggestion:
        'remove networks that nobody uses (docker network prune), or give the engine more in default-address-pools of /etc/docker/daemon.json',
    }),
  },
  {
    cause: 'subnet-overlap',
    words: /pool overlaps with other one|subnet (?<subnet>\S+) (?:is already used|overlaps)|invalid pool request/i,
    tell: ({ said }) => ({
      summary: `a network asks for the subnet ${said['subnet'] ?? 'of another network'}, which is in use`,
      suggestion: 'leave the subnet out, so that the engine chooses a free one; or choose another one',
      at: ['networks'],
    }),
  },
  {
    cause: 'external-missing',
    words:
      /(?:external )?(?<kind>network|volume) "?(?<name>[\w.-]+)"?(?: declared as external, but could not be found|:? not found)|(?<no>network|volume) (?<other>[\w.-]+) declared as external/i,
    tell: ({ said }) => {
      const kind = said['kind'] ?? said['no'] ?? 'network';
      const name = said['name'] ?? said['other'] ?? '';
      return {
        summary: `the external ${kind} ${name} does not exist`,
        suggestion: `make it (docker ${kind} create ${name}), or take external: away so that each copy has its own`,
        at: [`${kind}s`],
      };
    },
  },
  {
    cause: 'name-taken',
    words: /(?:container )?name "?\/?(?<name>[\w.-]+)"? is already in use|is there already, and it is not this instance's/i,
    tell: ({ said, text }) => ({
      summary: said['name'] ? `the name ${said['name']} belongs to another container` : text,
      suggestion: 'remove or rename the other one, or leave container_name: out',
    }),
  },
  {
    cause: 'engine-permission-denied',
    words: /permission denied while trying to connect to the docker|dial unix \S*docker\.sock: connect: permission denied/i,
    tell: () => ({
      summary: 'this user may not talk to the engine',
      suggestion: 'sudo usermod -aG docker $USER, then log in again; or run the engine rootless',
    }),
  },
  {
    cause: 'engine-unreachable',
    words: /cannot connect to the docker daemon|is the docker daemon running|error during connect/i,
    tell: () => ({
      summary: 'the engine does not answer any more',
      suggestion: 'see whether it runs (systemctl status docker), then run the same command again',
    }),
  },
  {
    cause: 'engine-failed',
    words:
      /driver failed programming external connectivity.*(?:iptables|nftables|No chain)|iptables.*(?:No chain|failed)|failed to create (?:shim|endpoint)|cgroup.*(?:no such file|not mounted|permission)|failed to (?:mount|register layer)|containerd.*(?:not running|unavailable)|too many levels of symbolic links|context deadline exceeded/i,
    tell: ({ who, text }) => ({
      summary: `the engine could not start ${who}: ${text.trim().slice(0, 160)}`,
      suggestion: 'restart the engine (it restores its firewall rules and its state), then run the same command again',
    }),
  },
];
