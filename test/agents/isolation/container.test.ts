import { expect, test } from 'vitest';
import { agentContainer } from '../../../src/agents/isolation/agent-container.ts';
import { hostsOf } from '../../../src/agents/isolation/provider-hosts.ts';

const place = { cwd: '/w/tree/app', worktree: '/w/tree', files: ['/w/prompt.md'], env: {} };
const agent = {
  image: 'portside-dev',
  user: { uid: 1, gid: 2 },
  labels: {},
  argv: ['agent', 'two words'],
  place,
  targets: [],
  trusted: [],
};

test('of the machine an agent sees its worktree, to write, and what it is handed, to read', () => {
  const { confinement, command, user, mounts } = agentContainer({ ...agent, home: '/w/home', trusted: ['/etc/ca.pem'] });
  expect(confinement.binds).toEqual([
    { source: '/w/tree', target: '/w/tree' },
    { source: '/w/prompt.md', target: '/w/prompt.md', readOnly: true },
    { source: '/etc/ca.pem', target: '/etc/ca.pem', readOnly: true },
    { source: '/w/home', target: '/home/agent' },
  ]);
  expect([command, user, mounts, confinement.network, confinement.workdir]).toEqual([
    ['agent', 'two words'],
    '1:2',
    [],
    'none',
    '/w/tree/app',
  ]);
});

test('of the environment it sees what is not about this machine', () => {
  const env = {
    PATH: '/opt',
    HOME: '/home/me',
    XDG_RUNTIME_DIR: '/run/user/1',
    SSH_AUTH_SOCK: '/s',
    https_proxy: 'http://p',
    DOCKER_HOST: 'unix:///x',
    KEY: 'k',
    LANG: 'C',
  };
  expect(agentContainer({ ...agent, place: { ...place, env } }).confinement.environment).toEqual({
    KEY: 'k',
    LANG: 'C',
    HOME: '/home/agent',
  });
});

test('the hosts of its model are those that its variables say, or its provider’s', () => {
  expect(hostsOf('claude', {})).toEqual(['api.anthropic.com']);
  expect(hostsOf('claude', { ANTHROPIC_BASE_URL: 'http://127.0.0.1:4010' })).toEqual(['127.0.0.1:4010']);
  expect(hostsOf('aider', { OPENAI_API_BASE: 'https://models.example.com/v1' })).toEqual(['models.example.com:443']);
  expect(hostsOf('command', { ANTHROPIC_BASE_URL: 'http://x' })).toEqual([]);
});
