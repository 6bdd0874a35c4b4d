import { expect, test } from 'vitest';
import { bindSourcesExist } from '../../../../../src/deploy/check/rules/mounts/bind-sources-exist.ts';
import type { ComposeMount, ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import type { PathFacts } from '../../../../../src/deploy/model/surroundings.ts';
import { inputOf, type InputOptions } from '../../input.ts';

const missing: PathFacts = { kind: 'missing' };
const mount = (name: string, target: string, more = {}): ComposeMount => ({
  type: 'bind',
  source: `/srv/shop/${name}`,
  target,
  bind: { create_host_path: true },
  ...more,
});

function look(
  volume: ComposeMount,
  paths: Record<string, PathFacts> = {},
  others: Record<string, ComposeService> = {},
  more: InputOptions = {},
) {
  const services = { web: { image: 'w', volumes: [volume] }, ...others };
  return bindSourcesExist.look(inputOf({ services, ...more, surroundings: { paths: { [volume.source ?? '']: missing, ...paths } } }));
}

test('a missing file stops: the engine would put a folder in its place', () => {
  const [found] = look(mount('settings.json', '/etc/app/settings.json'));
  expect(found).toMatchObject({
    severity: 'error',
    cause: 'config-file-is-a-directory',
    service: 'web',
    message:
      'web mounts the file ./settings.json as /etc/app/settings.json, and it is not there: the engine makes an empty folder of that name, which belongs to root',
  });
  expect(found).not.toHaveProperty('repair');
});

test.each(['settings.example.json', 'settings.json.dist', 'settings.json.sample', 'example.settings.json'])(
  '%s beside it is copied',
  (example) => {
    const paths = { '/srv/shop': { kind: 'directory' as const, entries: [example, 'compose.yaml'] } };
    expect(look(mount('settings.json', '/etc/app/settings.json'), paths)).toMatchObject([
      {
        fix: `copy ${example} to settings.json`,
        repair: [{ edit: 'copy-file', from: `/srv/shop/${example}`, to: '/srv/shop/settings.json' }],
      },
    ]);
  },
);

test('a name like it that is there is told', () => {
  const paths = { '/srv/shop': { kind: 'directory' as const, entries: ['nginx.cnf'] } };
  expect(look(mount('nginx.conf', '/etc/nginx/nginx.conf'), paths)).toMatchObject([
    { fix: expect.stringContaining('did you mean ./nginx.cnf?') as unknown },
  ]);
});

test('a missing folder is a warning, and can be made', () => {
  expect(look(mount('data', '/data'))).toMatchObject([
    { severity: 'warning', fix: 'mkdir -p ./data', repair: [{ edit: 'make-folder', path: '/srv/shop/data' }] },
  ]);
  expect(look(mount('.ssh', '/root/.ssh'))).toMatchObject([{ severity: 'warning' }]);
  expect(look(mount('conf.d', '/etc/nginx/conf.d'))).toMatchObject([{ severity: 'warning' }]);
});

test('where the engine is told not to make it, it is an error', () => {
  expect(look(mount('data', '/data', { bind: { create_host_path: false } }))).toMatchObject([
    { severity: 'error', repair: [{ edit: 'make-folder' }] },
  ]);
});

test('what another service may write before is no error', () => {
  const certificates = { certs: { image: 'c', volumes: [mount('out', '/out')] } };
  const paths = { '/srv/shop/out': { kind: 'directory' as const, entries: [] } };
  expect(look(mount('out/tls.pem', '/etc/tls.pem'), paths, certificates)).toMatchObject([{ severity: 'warning' }]);
});

test('a path of the machine is nothing to make', () => {
  const [found] = look({ type: 'bind', source: '/etc/timezone', target: '/etc/timezone' });
  expect(found).toMatchObject({ severity: 'warning' });
  expect(found).not.toHaveProperty('repair');
});

test('what is there, or cannot be seen, is no matter', () => {
  expect(look(mount('data', '/data'), { '/srv/shop/data': { kind: 'directory' } })).toEqual([]);
  expect(look(mount('data', '/data'), { '/srv/shop/data': { kind: 'unreadable' } })).toEqual([]);
  const engine = { ...inputOf({}).facts.engine, local: false, host: 'docker.example.com' };
  expect(look(mount('a.conf', '/a.conf'), {}, {}, { facts: { engine } })).toEqual([]);
});

test('files of secrets and configs, where a service has them', () => {
  const { stack, ...rest } = inputOf({ services: { api: { secrets: [{ source: 'token' }], configs: [{ source: 'conf' }] } } });
  const compose = {
    ...stack.compose,
    secrets: { token: { file: '/s/token.txt' }, unused: { file: '/s/x' } },
    configs: { conf: { file: '/s/a.conf' } },
  };
  const paths = {
    '/s/token.txt': missing,
    '/s/x': missing,
    '/s/a.conf': missing,
    '/s': { kind: 'directory' as const, entries: ['token.txt.example', 'a.conf.example'] },
  };
  const found = bindSourcesExist.look({ ...rest, stack: { ...stack, compose }, surroundings: { ...rest.surroundings, paths } });
  expect(found).toMatchObject([
    { severity: 'error', service: 'api', message: 'the secret token of api is to come from /s/token.txt, which is not there' },
    { severity: 'error', service: 'api', repair: [{ edit: 'copy-file', from: '/s/a.conf.example', to: '/s/a.conf' }] },
  ]);
  expect(found[0]).not.toHaveProperty('repair');
});

test('a volume that stands for a folder', () => {
  const data = { driver_opts: { type: 'none', o: 'bind', device: '/srv/data' } };
  const services = { web: { image: 'w', volumes: [{ type: 'volume', source: 'data', target: '/data' }] } };
  expect(bindSourcesExist.look(inputOf({ services, volumes: { data }, surroundings: { paths: { '/srv/data': missing } } }))).toMatchObject([
    { severity: 'error', service: 'web', repair: [{ edit: 'make-folder', path: '/srv/data' }] },
  ]);
});
