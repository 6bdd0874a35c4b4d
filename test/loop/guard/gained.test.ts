import { expect, test } from 'vitest';
import type { ComposeFile, ComposeService } from '../../../src/deploy/model/compose-file.ts';
import type { Stack } from '../../../src/deploy/model/stack.ts';
import { type Beside, gained } from '../../../src/loop/guard/gained.ts';
import { stackOf } from '../../deploy/plan/workbench.ts';

const roots = { base: '/work/base', now: '/work/now' };
const plain: ComposeService = { image: 'web:1' };

function details(base: Stack | undefined, now: Stack, beside?: Beside): string[] {
  return gained(base, now, roots, beside).map(({ detail }) => detail);
}

function between(base: ComposeService, now: ComposeService, top: Partial<ComposeFile> = {}): string[] {
  return details(stackOf({ services: { web: base } }), stackOf({ services: { web: now }, ...top }));
}

test.each<[string, Partial<ComposeService>]>([
  ['privileged', { privileged: true }],
  ['capability', { cap_add: ['SYS_ADMIN'] }],
  ['security_opt', { security_opt: ['seccomp:unconfined'] }],
  ['security_opt', { security_opt: ['no-new-privileges:false'] }],
  ['security_opt', { security_opt: ['label=disable'] }],
  ['device', { devices: [{ source: '/dev/sda', target: '/dev/sda', permissions: 'rwm' }] }],
  ['device', { device_cgroup_rules: ['c 1:3 mr'] }],
  ['device', { gpus: [{ count: -1 }] }],
  ['device', { deploy: { resources: { reservations: { devices: [{ capabilities: ['gpu'] }] } } } }],
  ['runtime', { runtime: 'sysbox-runc' }],
  ['cgroup', { cgroup: 'host' }],
  ['cgroup', { cgroup_parent: 'system.slice' }],
  ['sysctl', { sysctls: { 'net.ipv4.ip_forward': '1' } }],
  ['userns_mode', { userns_mode: 'host' }],
  ['pid', { pid: 'host' }],
  ['pid', { pid: 'container:other' }],
  ['ipc', { ipc: 'host' }],
  ['uts', { uts: 'host' }],
  ['network_mode', { network_mode: 'host' }],
  ['network_mode', { network_mode: 'container:other' }],
  ['volumes_from', { volumes_from: ['container:other:ro'] }],
  ['external_links', { external_links: ['other'] }],
  ['extra_hosts', { extra_hosts: ['host.docker.internal=host-gateway'] }],
  ['engine', { use_api_socket: true }],
  ['engine', { environment: { DOCKER_HOST: 'tcp://proxy:2375' } }],
  ['user', { user: 'root' }],
  ['user', { user: '0:0' }],
  ['group', { group_add: ['docker'] }],
  ['memory', { oom_score_adj: -900 }],
  ['hook', { post_start: [{ command: ['id'], user: 'root' }] }],
  ['hook', { pre_stop: [{ command: ['id'], privileged: true }] }],
  ['logging', { logging: { driver: 'syslog' } }],
  ['provider', { provider: { type: 'anything' } }],
  ['develop', { develop: { watch: [] } }],
  ['of_tomorrow', { of_tomorrow: true }],
  ['build', { build: { context: '/work/now', entitlements: ['security.insecure'] } }],
  ['build', { build: { context: '/work/now', privileged: true } }],
  ['build', { build: { context: '/work/now', network: 'host' } }],
  ['build', { build: { context: '/work/now', ssh: ['default'] } }],
  ['build', { build: { context: '/work/now', secrets: [{ source: 'key' }] } }],
  ['build', { build: { context: '/work/now', tags: ['node:24'] } }],
  ['build', { build: { context: '/work' } }],
  ['build', { build: { context: '/work/now', dockerfile: '../Dockerfile' } }],
  ['build', { build: { context: '/work/now', additional_contexts: { home: '/home/me' } } }],
  ['build', { build: { context: '/work/now', cache_to: ['type=local,dest=/home/me'] } }],
])('%s is a gain, and none where base had it', (what, changed) => {
  const now = stackOf({ services: { web: { ...plain, ...changed } } });
  const gains = gained(stackOf({ services: { web: plain } }), now, roots);
  expect(gains).toMatchObject([{ service: 'web', what }]);
  expect(gains[0]?.detail).toMatch(/^web would /);
  expect(gained(now, now, { base: roots.now, now: roots.now })).toEqual([]);
  expect(gained(undefined, now, roots)).toHaveLength(1);
});

test.each([
  '/var/run/docker.sock',
  '/run/podman/podman.sock',
  '/run/user/1000/docker.sock',
  '/var/run',
  '/run',
  '/var',
  '/run/user/1000',
  '/',
])("the engine's socket is had by %s", (source) => {
  const volumes = [{ type: 'bind', source, target: '/x', read_only: true }];
  expect(between(plain, { ...plain, volumes })).toEqual([`web would get the engine's socket, by ${source}`]);
});

test('a folder of the machine is a gain, and so is writing to one that was only read', () => {
  const bind = (source: string, readOnly: boolean): ComposeService => ({
    ...plain,
    volumes: [{ type: 'bind', source, target: '/x', ...(readOnly ? { read_only: true } : {}) }],
  });
  expect(between(plain, bind('/srv/data', true))).toEqual(['web would get /srv/data of the machine, to read']);
  expect(between(bind('/srv/data', true), bind('/srv/data', false))).toEqual(['web would get /srv/data of the machine, to write']);
  expect(between(bind('/srv/data', false), bind('/srv/data', true))).toEqual([]);
  expect(between(plain, bind('/work/now/data', false))).toEqual([]);
  expect(between(plain, bind('/work/nowhere', true))).toEqual(['web would get /work/nowhere of the machine, to read']);
});

test('the words ../data mean the same from both folders', () => {
  const at = (source: string) => stackOf({ services: { web: { ...plain, volumes: [{ type: 'bind', source, target: '/x' }] } } });
  expect(gained(at('/a/data'), at('/b/c/data'), { base: '/a/base', now: '/b/c/now' })).toEqual([]);
});

test('a symbolic link that leads out is followed', () => {
  const now = stackOf({ services: { web: { ...plain, volumes: [{ type: 'bind', source: '/work/now/logs/x', target: '/x' }] } } });
  const links = (to: string) => ({ links: new Map([['logs', to]]) });
  expect(details(stackOf({ services: { web: plain } }), now, links('../../etc'))).toEqual([
    'web would get /etc/x of the machine, to write',
  ]);
  expect(details(stackOf({ services: { web: plain } }), now, links('data'))).toEqual([]);
  expect(details(stackOf({ services: { web: plain } }), now, links('logs'))).toHaveLength(1);
});

test('secrets and configs from outside, external networks and volumes, and volumes that stand for a folder are gains', () => {
  const top: Partial<ComposeFile> = {
    secrets: { key: { file: '/home/me/.ssh/id' }, token: { environment: 'TOKEN' }, own: { file: '/work/now/key' } },
    configs: { other: { external: true, name: 'other' } },
    networks: { shared: { external: true, name: 'proxy' }, lan: { driver: 'macvlan', driver_opts: { parent: 'eth0' } }, default: null },
    volumes: {
      theirs: { external: true, name: 'theirs' },
      home: { driver_opts: { type: 'none', o: 'bind', device: '/home' } },
      run: { driver_opts: { type: 'none', o: 'bind', device: '/run' } },
      disk: { driver_opts: { type: 'nfs', o: 'addr=10.0.0.1', device: ':/export' } },
      fast: { driver_opts: { type: 'tmpfs', device: 'tmpfs' } },
      mine: null,
    },
  };
  expect(between(plain, plain, top)).toEqual([
    'the secret key would be read from /home/me/.ssh/id, outside of the project',
    'the secret token would hold the variable TOKEN of the machine',
    "the config other would be one of the engine's own",
    "the network proxy, which is not the project's own, would be joined",
    'the network lan would be made by macvlan',
    'the network lan would be made with parent=eth0',
    "the volume theirs, which is not the project's own, would be used",
    'the volume home would stand for /home of the machine, to write',
    "the volume run would stand for the engine's socket, by /run",
    'the volume disk would stand for :/export (nfs)',
  ]);
  const had = stackOf({ services: { web: plain }, ...top });
  expect(gained(had, had, { base: roots.now, now: roots.now })).toEqual([]);
});

test('what kept a service back and does so no more is a gain', () => {
  const kept: ComposeService = {
    ...plain,
    user: '1000',
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    ports: [{ target: 80, published: '8001', host_ip: '127.0.0.1', protocol: 'tcp' }],
  };
  expect(between(kept, { ...plain, ports: [{ target: 80, published: '8002', protocol: 'tcp' }] })).toEqual([
    'web would publish port 80 on all addresses, which was on 127.0.0.1 only',
    'web would run without no-new-privileges',
    'web would no more drop the capability ALL',
    'web would run as its image says, perhaps as root, and no more as 1000',
  ]);
  expect(between(plain, kept)).toEqual([]);
});

test('a variable of the machine that base did not use is a gain; one of the env file is not', () => {
  const using = (from: 'shell' | 'env-file') =>
    stackOf({ services: { web: plain } }, { variables: [{ name: 'AWS_KEY', required: false, from }] });
  const base = stackOf({ services: { web: plain } });
  expect(details(base, using('shell'))).toEqual(["the variable AWS_KEY of the machine's environment would be filled in"]);
  expect(details(base, using('env-file'))).toEqual([]);
  expect(details(using('shell'), using('shell'))).toEqual([]);
});

test('what the files include, extend and take env files from outside is a gain, and so are variables passed on by name', () => {
  const data = {
    include: ['../other/compose.yaml', { path: ['inner.yaml'], env_file: '/etc/environment' }, 'https://example.org/x.git'],
    services: {
      web: {
        extends: { file: '$HOME/base.yaml', service: 'x' },
        env_file: ['.env', { path: '/root/.env', required: false }],
        environment: ['AWS_KEY', 'PATH=x', 'INSTANCE_ID', 'UNSET'],
        build: { args: { NPM_TOKEN: null } },
      },
    },
  };
  const now = stackOf({ services: { web: plain } }, { environment: { AWS_KEY: 'a', NPM_TOKEN: 'n', INSTANCE_ID: 'demo', PATH: '/bin' } });
  const written = { now: [{ file: '/work/now/compose.yaml', text: '', data }] };
  const base = stackOf({ services: { web: plain } });
  expect(details(base, now, { written })).toEqual([
    'the Compose file would read /work/other/compose.yaml, outside of the project',
    'the Compose file would read /etc/environment, outside of the project',
    "the Compose file would read https://example.org/x.git, which is not the project's",
    'the Compose file would read $HOME/base.yaml, wherever that is',
    'the Compose file would read /root/.env, outside of the project',
    "web would get the variable AWS_KEY of the machine's environment",
    "web would get the variable NPM_TOKEN of the machine's environment",
  ]);
  expect(details(now, now, { written: { base: written.now, now: written.now } })).toEqual([]);
});
