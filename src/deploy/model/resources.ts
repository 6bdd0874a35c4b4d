import type { ComposeService } from './compose-file.ts';

/** What a service's containers may have and are promised, each; in bytes and processors. */
export interface Resources {
  memory?: Asked;
  reservation?: Asked;
  /** Memory and swap together; -1: as much swap as there is. */
  withSwap?: Asked;
  cpus?: Asked;
}

/** A number, and where in the service it is written. */
export interface Asked {
  value: number;
  path: string[];
}

/** Compose takes the old keys and those below `deploy`; in its model they are numbers, or text of digits. */
export function resourcesOf(service: ComposeService): Resources {
  const deploy = (service.deploy?.['resources'] ?? {}) as { limits?: Record<string, unknown>; reservations?: Record<string, unknown> };
  return {
    ...asked('memory', [service['mem_limit'], ['mem_limit']], [deploy.limits?.['memory'], ['deploy', 'resources', 'limits', 'memory']]),
    ...asked(
      'reservation',
      [service['mem_reservation'], ['mem_reservation']],
      [deploy.reservations?.['memory'], ['deploy', 'resources', 'reservations', 'memory']],
    ),
    ...asked('withSwap', [service['memswap_limit'], ['memswap_limit']]),
    ...asked('cpus', [service['cpus'], ['cpus']], [deploy.limits?.['cpus'], ['deploy', 'resources', 'limits', 'cpus']]),
  };
}

function asked<Name extends keyof Resources>(name: Name, ...written: [unknown, string[]][]): Pick<Resources, Name> {
  const found = written.map(([said, path]) => ({ value: numberIn(said), path })).find(({ value }) => !Number.isNaN(value) && value !== 0);
  return (found ? { [name]: found } : {}) as Pick<Resources, Name>;
}

function numberIn(said: unknown): number {
  return typeof said === 'number' ? said : typeof said === 'string' && said !== '' ? Number(said) : Number.NaN;
}
