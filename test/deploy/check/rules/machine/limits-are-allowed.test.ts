import { expect, test } from 'vitest';
import { limitsAreAllowed } from '../../../../../src/deploy/check/rules/machine/limits-are-allowed.ts';
import type { ComposeService } from '../../../../../src/deploy/model/compose-file.ts';
import { inputOf } from '../../input.ts';

const machine = { cpus: 2, mostOpenFiles: 20_000, memoryBytes: 2 ** 34 };

function said(web: ComposeService, { kind = 'docker' as 'docker' | 'podman' } = {}): string[] {
  const input = inputOf({ services: { web }, surroundings: { machine } });
  const found = limitsAreAllowed.look({ ...input, facts: { ...input.facts, engine: { ...input.facts.engine, kind } } });
  return found.map(({ severity, message, at }) => `${severity} ${at?.file}: ${message}`);
}

test.each<[string, ComposeService, string]>([
  [
    'more processors than there are',
    { cpus: 2.5 },
    'error services.web.cpus: service web may use 2.5 processors, and the engine has 2: Docker refuses that',
  ],
  [
    'written below deploy, as text',
    { deploy: { resources: { limits: { cpus: '64' } } } },
    'error services.web.deploy.resources.limits.cpus: service web may use 64 processors, and the engine has 2: Docker refuses that',
  ],
  [
    'a unit that was forgotten',
    { mem_limit: '512' },
    'error services.web.mem_limit: service web may use 512 B of memory: Docker takes no less than 6 MB',
  ],
  [
    'a reservation above the limit',
    { mem_limit: '67108864', mem_reservation: '134217728' },
    'error services.web.mem_reservation: service web is promised 128 MB of memory, and may use 64 MB: Docker refuses that',
  ],
  [
    'swap without memory',
    { memswap_limit: '67108864' },
    'error services.web.memswap_limit: service web has a memswap_limit without a mem_limit: Docker refuses that',
  ],
  [
    'less memory and swap than memory',
    { mem_limit: '67108864', memswap_limit: '8388608' },
    'error services.web.memswap_limit: service web may use 8 MB of memory and swap together, which is less than its 64 MB of memory: Docker refuses that',
  ],
  [
    'more open files than anything here may have',
    { ulimits: { nofile: { soft: 1024, hard: 200_000 } } },
    'error services.web.ulimits.nofile: service web may open 200000 files, and nothing on this machine may be given more than 20000: its container cannot start',
  ],
])('%s is refused by Docker, and taken by Podman', (_what, service, message) => {
  expect(said(service)).toEqual([message]);
  expect(said(service, { kind: 'podman' })).toEqual([]);
});

test.each<[string, ComposeService]>([
  ['as many as there are', { cpus: 2 }],
  ['no limit', { cpus: 0, mem_limit: '0', memswap_limit: '-1' }],
  ['all swap there is', { mem_limit: '67108864', memswap_limit: '-1' }],
  ['swap alone unlimited', { memswap_limit: -1 }],
  ['files within bounds', { ulimits: { nofile: 20_000, nproc: 65_535 } }],
  ['files without a bound', { ulimits: { nofile: -1 } }],
])('%s is allowed', (_what, service) => {
  expect(said(service)).toEqual([]);
});
