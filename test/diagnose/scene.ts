import type { ContainerEvidence, Evidence, ServiceEvidence } from '../../src/diagnose/evidence.ts';

export const running: ContainerEvidence = {
  name: 'shop-main-web-1',
  state: 'running',
  health: 'none',
  exitCode: 0,
  oomKilled: false,
  error: '',
  restarts: 0,
  deaths: [],
  healthLog: [],
  addresses: [],
  upMs: 3000,
};

export function ended(exitCode: number): ContainerEvidence {
  return { ...running, state: 'exited', exitCode, deaths: [exitCode] };
}

export function service(about: Partial<ServiceEvidence> = {}): ServiceEvidence {
  return { definition: { image: 'busybox:1.37' }, containers: [ended(1)], logs: [], files: [], ...about };
}

/** `web` has ended with exit code 1 and said so. */
export function failing(logs: string[], about: Partial<Evidence> = {}): Evidence {
  return {
    version: 1,
    instance: 'shop/main',
    composeName: 'shop-main',
    directory: '/shop',
    stage: 'verify',
    message: 'web: exited with code 1',
    service: 'web',
    output: [],
    services: { web: service({ logs }) },
    networks: {},
    volumes: {},
    inactive: [],
    findings: [],
    lines: {},
    verdicts: [],
    holders: [],
    variables: {},
    places: {},
    engine: { kind: 'docker', version: '26.1.5' },
    ...about,
  };
}

/** `web` calls `db`, which runs. */
export function calling(logs: string[], web: Partial<ServiceEvidence> = {}, db: Partial<ServiceEvidence> = {}): Evidence {
  return failing([], {
    services: { web: service({ logs, ...web }), db: service({ containers: [running], definition: { image: 'postgres:16' }, ...db }) },
  });
}
