import { knownImage } from '../../../deploy/model/known-images.ts';
import type { Candidate } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';

export function waiting({ services }: Evidence, service: string, called: string): string {
  const checked = hasHealthcheck(services[called]);
  return `let ${service} wait: depends_on: { ${called}: { condition: service_healthy } }${checked ? '' : `, and give ${called} a healthcheck`}`;
}

function hasHealthcheck(service: Evidence['services'][string] | undefined): boolean {
  return service?.definition.healthcheck !== undefined || (service?.image?.healthcheck.length ?? 0) > 0;
}

/** A change only where a healthcheck is there, or such an image has a well-known one. */
export function waitingRepair({ services }: Evidence, service: string, called: string): Pick<Candidate, 'repair'> {
  const target = services[called];
  const known = knownImage(target?.definition.image)?.test;
  if (!target || target.definition.healthcheck?.disable || (!hasHealthcheck(target) && !known)) return {};
  const before = services[service]?.definition.depends_on ?? {};
  const needs = Object.fromEntries(Object.entries(before).map(([name, { condition }]) => [name, { condition }]));
  return {
    repair: [
      ...(hasHealthcheck(target)
        ? []
        : [
            {
              edit: 'set' as const,
              path: ['services', called, 'healthcheck'],
              value: { test: known, interval: '2s', timeout: '5s', retries: 30 },
            },
          ]),
      { edit: 'set', path: ['services', service, 'depends_on'], value: { ...needs, [called]: { condition: 'service_healthy' } } },
    ],
  };
}
