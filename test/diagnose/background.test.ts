import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { ended, failing, service } from './scene.ts';

function endsWith0(image: string, command: string[], entrypoint?: string[]) {
  const web = service({ definition: { image, command, ...(entrypoint ? { entrypoint } : {}) }, containers: [ended(0)] });
  return diagnose(failing([], { message: 'web: exited with code 0', services: { web } }));
}

test.each<[string, string[], string[]?]>([
  ['busybox:1.37', ['httpd', '-p', '8084', '-h', '/srv']],
  ['busybox:1.37', ['sh', '-c', 'mkdir -p /srv && exec httpd -p 80']],
  ['nginx:alpine', ['nginx'], ['/docker-entrypoint.sh']],
  ['nginx:alpine', ['nginx', '-c', '/etc/nginx/own.conf', '-g', 'worker_processes 2;']],
  ['redis:7-alpine', ['redis-server', '--daemonize', 'yes']],
  ['debian:12', ['/usr/sbin/sshd', '-e']],
  ['alpine:3', ['crond', '-l', '2']],
  ['php:8-fpm', ['php-fpm', '-D']],
  ['httpd:2.4', ['httpd', '-f', '/etc/own.conf']],
])('%s %j puts itself into the background', (image, command, entrypoint) => {
  expect(endsWith0(image, command, entrypoint)).toMatchObject({ cause: 'goes-into-background', service: 'web' });
});

test.each<[string, string[]]>([
  ['busybox:1.37', ['httpd', '-fvp', '8084']],
  ['nginx:alpine', ['nginx', '-g', 'daemon off;']],
  ['nginx:alpine', ['nginx', '-t']],
  ['alpine:3', ['crond', '-f']],
  ['php:8-fpm', ['php-fpm']],
  ['debian:12', ['sh', '-c', 'httpd -p 80; echo done']],
])('%s %j does not', (image, command) => {
  expect(endsWith0(image, command).cause).toBe('exits-at-once');
});

test('a plain command gets the option that keeps it', () => {
  const value = ['httpd', '-f', '-p', '80'];
  expect(endsWith0('busybox:1.37', ['httpd', '-p', '80']).repair).toEqual([{ edit: 'set', path: ['services', 'web', 'command'], value }]);
});
