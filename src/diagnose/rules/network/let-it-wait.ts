import { knownImage } from '../../../deploy/model/known-images.ts';
import { requestWith } from '../../../deploy/model/request-with.ts';
import type { Candidate } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';

export function waiting({ services }: Evidence, service: string, called: string): string {
  const checked = hasHealthcheck(services[called]);
  return `let ${service} wait: depends_on: { ${called}: { condition: service_healthy } }${checked ? '' : `, and give ${called} a healthcheck`}`;
}

function hasHealthcheck(service: Evidence['services'][string] | undefined): boolean {
  return service?.definition.healthcheck !== undefined || (service?.image?.healthcheck.length ?? 0) > 0;
}

/** A change only where a healthcheck is there, such an image has a well-known one, or a page says when it is ready. */
export function waitingRepair({ services }: Evidence, service: string, called: string, page?: string): Pick<Candidate, 'repair'> {
  const target = services[called];
  const known = knownImage(target?.definition.image)?.test ?? asking(page, target?.definition.image);
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

/** With a program that such an image is known to have. */
function asking(page: string | undefined, image = ''): string[] | undefined {
  const program = /alpine|busybox/.test(image)
    ? 'wget'
    : /(?:^|\/)node[:@]/.test(image)
      ? 'node'
      : /(?:^|\/)python[:@]/.test(image)
        ? 'python3'
        : undefined;
  const request = page && program ? requestWith(page, (one) => one === program) : undefined;
  return request && ['CMD', ...request];
}
