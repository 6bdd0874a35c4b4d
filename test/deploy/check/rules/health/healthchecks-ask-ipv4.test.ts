import { expect, test } from 'vitest';
import { healthchecksAskIpv4 } from '../../../../../src/deploy/check/rules/health/healthchecks-ask-ipv4.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { dockerfileOf } from '../../dockerfile-of.ts';
import { inputOf } from '../../input.ts';

const look = (web: ComposeService) => healthchecksAskIpv4.look(inputOf({ services: { web }, files: [{ services: { web } }] }));
const wget = (host: string) => ({ test: ['CMD-SHELL', `wget -qO- http://${host}:8080/ || exit 1`] });
const server = (listen: string) => ['node', '-e', `require('node:http').createServer((q, s) => s.end()).listen(${listen})`];

test('::1 is never answered by what its own command binds to IPv4', () => {
  expect(look({ image: 'app', command: server("8080, '0.0.0.0'"), healthcheck: wget('[::1]') })).toMatchObject([
    { severity: 'error', repair: [{ value: wget('127.0.0.1').test[1] }] },
  ]);
  expect(look({ image: 'app', command: ['uvicorn', 'app', '--host', '0.0.0.0'], healthcheck: wget('[::1]') })).toMatchObject([
    { severity: 'error' },
  ]);
});

test('localhost is ::1 for wget of Alpine and BusyBox', () => {
  const environment = { HOSTNAME: '0.0.0.0' };
  expect(look({ image: 'node:24-alpine', environment, healthcheck: wget('localhost') })).toMatchObject([
    { severity: 'warning', repair: [{ value: wget('127.0.0.1').test[1] }] },
  ]);
  expect(look({ image: 'node:24', environment, healthcheck: wget('localhost') })).toEqual([]);
  expect(look({ image: 'node:24-alpine', environment, healthcheck: { test: ['CMD', 'curl', 'http://localhost:8080'] } })).toEqual([]);
});

test('the base of what is built shows in its Dockerfile, through other stages', async () => {
  const web: ComposeService = { build: { context: '.' }, environment: { HOST: '0.0.0.0' }, healthcheck: wget('localhost') };
  const severities = async (text: string) => {
    const surroundings = { dockerfiles: { web: await dockerfileOf(text) } };
    return healthchecksAskIpv4.look(inputOf({ services: { web }, surroundings })).map(({ severity }) => severity);
  };
  expect(await severities('FROM node:24-alpine AS base\nFROM base\n')).toEqual(['warning']);
  expect(await severities('FROM node:24-alpine AS build\nFROM debian\n')).toEqual([]);
});

test('nginx with mounted settings listens where they say', () => {
  const source = '/srv/shop/nginx.conf';
  const web: ComposeService = {
    image: 'nginx:1.29-alpine',
    volumes: [{ type: 'bind', source, target: '/etc/nginx/conf.d/default.conf' }],
    healthcheck: wget('localhost'),
  };
  const withText = (text: string) => {
    const surroundings = { paths: { [source]: { kind: 'file' as const, text } } };
    return healthchecksAskIpv4.look(inputOf({ services: { web }, files: [{ services: { web } }], surroundings }));
  };
  expect(withText('server {\n  listen 8080;\n}\n')).toMatchObject([{ severity: 'warning' }]);
  expect(withText('server {\n  listen 8080;\n  listen [::]:8080;\n}\n')).toEqual([]);
  expect(withText('server {\n  listen 80;\n}\n')).toEqual([]);
});

test('what listens on both, or nobody knows where, is left alone', () => {
  const sound: ComposeService[] = [
    { image: 'node:24-alpine', command: server('8080'), healthcheck: wget('localhost') },
    { image: 'node:24-alpine', command: server("8080, '::'"), healthcheck: wget('[::1]') },
    { image: 'node:24-alpine', command: server("9000, '127.0.0.1'); a.listen(8080"), healthcheck: wget('localhost') },
    { image: 'nginx:alpine', healthcheck: wget('localhost') },
    { image: 'node:24-alpine', environment: { HOST: '0.0.0.0' }, healthcheck: wget('127.0.0.1') },
    { image: 'node:24-alpine', environment: { DB_HOST: '10.0.0.0.0', PROXY: '0.0.0.0' }, healthcheck: wget('localhost') },
    { image: 'node:24-alpine', environment: { BIND: '127.0.0.1:9229' }, healthcheck: wget('localhost') },
  ];
  for (const web of sound) expect(look(web), JSON.stringify(web)).toEqual([]);
});
