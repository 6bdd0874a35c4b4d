import { expect, test } from 'vitest';
import { rollingServicesSpeakHttp } from '../../../../../src/deploy/check/rules/replacing/rolling-services-speak-http.ts';
import type { SettingsProbe } from '../../../../../src/contract/settings.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

function messages(web: ComposeService, verify: SettingsProbe[] = []) {
  const draft = { settings: { update: { web: 'rolling' as const }, verify } };
  return rollingServicesSpeakHttp.look(inputOf({ services: { web }, draft })).map(({ severity, message }) => `${severity} ${message}`);
}

test('what speaks another protocol cannot stand behind the edge', () => {
  expect(messages({ image: 'memcached:1', ports: [{ target: 11_211 }] })).toEqual([
    'error web is rolling, and speaks memcached, where the edge speaks plain HTTP to it',
  ]);
});

test('HTTP is fine, and so is what is not published', () => {
  expect(
    messages({ image: 'shop', ports: [{ target: 8000 }] }, [{ kind: 'http', service: 'web', port: 8000, path: '/', tls: false }]),
  ).toEqual([]);
  expect(messages({ image: 'memcached:1' })).toEqual([]);
});
