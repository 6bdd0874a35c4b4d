import type { Candidate } from '../../candidate.ts';
import type { Refused } from './refused.ts';

/** What a service asks for, and cannot have here or anywhere. */
export const refusedDefinitions: readonly Refused[] = [
  {
    cause: 'wrong-architecture',
    words:
      /does not match the (?:specified|detected host) platform|(?:was found but (?:its platform|does not (?:match|provide)).*)|no match(?:ing manifest)? for (?:platform )?(?:linux\/)?(?<arch>[\w/]+)|image with reference \S+ was found but|cannot overwrite.*platform|requested image's platform \((?<has>[\w/]+)\)/i,
    tell: ({ who }, { services }) => {
      const wanted = services[who]?.definition['platform'];
      return {
        summary: `${who}'s image is not for the platform ${typeof wanted === 'string' ? `${wanted} that it asks for` : 'of this machine'}`,
        suggestion:
          typeof wanted === 'string'
            ? 'take platform: away, or use an image that is made for it'
            : 'use an image that is made for this machine, or install emulation (binfmt) and name the platform',
        at: ['services', who, 'platform'],
        ...(typeof wanted === 'string' ? { repair: [{ edit: 'remove', path: ['services', who, 'platform'] }] } : {}),
      };
    },
  },
  {
    cause: 'user-does-not-exist',
    words:
      /unable to find (?<kind>user|group) (?<name>[^\s:]+)|no matching entries in (?:passwd|group) file|no such user: (?<other>\S+)|linux spec user: .*(?<third>\S+)/i,
    tell: ({ who, said }, { services }) => {
      const kind = said['kind'] ?? 'user';
      const name = said['name'] ?? said['other'] ?? String(services[who]?.definition['user'] ?? '');
      const image = services[who]?.definition.image;
      return {
        summary: `${who} is to run as ${kind} ${name}, which its image does not have`,
        suggestion: `name a ${kind} that is in ${image ?? 'the image'} (or a number, or none), or make it in the Dockerfile`,
        at: ['services', who, 'user'],
        ...userRepair(who, image),
      };
    },
  },
  {
    cause: 'config-file-is-a-directory',
    words:
      /trying to mount a directory onto a file|mount.{0,400}not a directory|(?:mount|mounting) "?(?<source>\/[^"\s:]+)"?.*(?:is a directory|not a directory)/i,
    tell: ({ who, text }, evidence) => {
      const source = /mounting "([^"]+)"/.exec(text)?.[1];
      const shown = source?.replace(`${evidence.directory}/`, './') ?? 'a folder';
      return {
        summary: `${who} mounts ${shown} on something of another kind: one is a file, the other a folder`,
        suggestion: `see whether ${shown} is what it should be: where it did not exist, the engine has made an empty folder of that name`,
        at: ['services', who, 'volumes'],
      };
    },
  },
  {
    cause: 'bind-source-missing',
    words:
      /bind source path does not exist: (?<path>\S+)|error while creating mount source path '(?<other>[^']+)'|statfs (?<third>\/\S+): no such file|mounts denied|path (?<fourth>\S+) is not shared from the host|mount path must be absolute/i,
    tell: ({ who, said }, { directory }) => {
      const path = said['path'] ?? said['other'] ?? said['third'] ?? said['fourth'] ?? 'a path';
      const shown = path.replace(`${directory}/`, './');
      return {
        summary: `${shown}, which ${who} mounts from the host, is not there for the engine`,
        suggestion: `make ${shown}, or let ${who} mount what is there`,
        at: ['services', who, 'volumes'],
      };
    },
  },
  {
    cause: 'workdir-wrong',
    words:
      /cannot mkdir: (?<dir>\S+) is not a directory|mkdir (?<made>\/\S+): not a directory|chdir to cwd \("(?<cwd>[^"]+)"\)|(?:working directory|workdir) "?(?<other>\/[^"\s]*)"? (?:does not exist|is invalid|is not|needs to be)|current working directory is outside/i,
    tell: ({ who, said }) => {
      const folder = said['dir'] ?? said['made'] ?? said['cwd'] ?? said['other'] ?? 'its working folder';
      const parent = folder.replace(/\/[^/]+$/, '');
      return {
        summary: `${who} is to run in ${folder}, which is no folder that it can enter`,
        suggestion: `let working_dir name a folder of the image${parent ? `, such as ${parent}` : ''}`,
        at: ['services', who, 'working_dir'],
        ...(said['dir'] && parent ? { repair: [{ edit: 'set' as const, path: ['services', who, 'working_dir'], value: parent }] } : {}),
      };
    },
  },
  {
    cause: 'device-missing',
    words:
      /could not select device driver "(?<driver>[^"]*)"|error gathering device information while adding custom device "(?<device>[^"]+)"|unknown or invalid runtime name: (?<runtime>\S+)|nvidia-container-cli|CDI device injection failed|no such device/i,
    tell: ({ who, said }) => {
      const what = said['device'] ?? said['runtime'] ?? (said['driver'] ? `a ${said['driver']} device` : 'a device');
      return {
        summary: `${who} asks for ${what}, which this machine does not have`,
        suggestion: `take it away from ${who} (devices:, runtime:, deploy.resources.reservations.devices), or install its driver on the machine`,
        at: ['services', who],
      };
    },
  },
  {
    cause: 'limit-impossible',
    words:
      /range of cpus is from|minimum memory (?:limit|reservation) allowed|memory limit should (?:be smaller|not)|minimum memoryswap limit|invalid.*(?:memory|cpu).*limit|pids limit|error setting rlimit|kernel does not support/i,
    tell: ({ who, text }) => ({
      summary: `${who} asks for a limit that cannot be: ${text.trim()}`,
      suggestion: `change ${who}'s limits (mem_limit, cpus, deploy.resources, ulimits)`,
      at: ['services', who],
    }),
  },
  {
    cause: 'host-address-missing',
    words: /cannot assign requested address/i,
    tell: ({ who, text }) => ({
      summary: `${who} publishes a port on an address that this machine does not have: ${text.trim()}`,
      suggestion: 'leave the address out, or name one of this machine',
      at: ['services', who, 'ports'],
    }),
  },
];

/** Users that well-known images have for the very purpose. */
function userRepair(who: string, image: string | undefined): Pick<Candidate, 'repair'> {
  const known = ['node', 'redis', 'postgres', 'mysql', 'nginx', 'www-data'];
  const name = image?.split('/').at(-1)?.split(':')[0];
  return name && known.includes(name) ? { repair: [{ edit: 'set', path: ['services', who, 'user'], value: name }] } : {};
}
