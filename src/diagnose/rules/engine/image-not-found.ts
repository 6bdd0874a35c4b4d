import { nearest } from '../../../contract/nearest.ts';
import type { Rule } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';
import { type Hit, find, quote } from '../../reading/lines.ts';
import { serviceIn } from './refuses.ts';

const wordings = [
  /(?<image>[\w./-]+(?::[\w.-]+)?(?:@sha256:\w+)?): (?:failed to resolve source metadata|pull access denied)/,
  /pull access denied for (?<image>[\w./-]+)/,
  /manifest for (?<image>\S+) not found|manifest unknown/,
  /(?:failed to resolve reference|No such image:?|cannot pull|no image) "?(?<image>[\w./-]+(?::[\w.-]+)?(?:@sha256:\w+)?)"?/i,
  /Get "?https?:\/\/[^ ]*\/v2\/|toomanyrequests|unauthorized: |denied: requested access|repository does not exist|repository \S+ not found|invalid reference format|image operating system .* cannot be used/i,
];

const unreachable =
  /no such host|dial tcp|i\/o timeout|TLS handshake timeout|connection (?:refused|reset)|proxyconnect|context deadline|network is unreachable|temporary failure/i;
const forbidden = /unauthorized|pull access denied|denied: |authentication required|403/i;
const tooMany = /toomanyrequests|rate limit/i;

/** Neither here nor to be had; whether that is the name, the right or the way to the registry. */
export const imageNotFound: Rule = {
  look(evidence) {
    const pulling =
      evidence.code === 'image-not-found' ||
      (evidence.stage === 'build' && /cannot pull|no image|failed to resolve|load metadata/.test(evidence.message));
    const hits = find(evidence, evidence.stage === 'build' ? ['output'] : ['engine'], wordings);
    const [hit] = hits.toSorted((a, b) => Number(b.said['image'] !== undefined) - Number(a.said['image'] !== undefined));
    if (!hit || (!pulling && evidence.stage === 'build' && !/resolve source metadata|pull access denied|manifest/.test(hit.text)))
      return [];
    const named = /cannot pull (\S+) \((\S+?)\)|no image (\S+) \((\S+?)\)/.exec(evidence.message);
    const image = named?.[1] ?? named?.[3] ?? hit.said['image'] ?? 'an image';
    const service = named?.[2] ?? named?.[4] ?? serviceOf(evidence, image, hit);
    const why = [evidence.message, ...evidence.output].join('\n');
    const base = service ? evidence.services[service]?.dockerfile : undefined;
    const from = base?.text.split('\n').findIndex((line) => /^\s*FROM\s/i.test(line) && line.includes(image)) ?? -1;
    return [
      {
        ...{ cause: 'image-not-found', sure: 91, ...(service ? { service } : {}) },
        evidence: [
          quote({ from: evidence.stage === 'build' ? 'build' : hit.from, text: hit.text }),
          ...(from >= 0 && base ? [{ from: `${base.file}:${from + 1}`, text: base.text.split('\n')[from]?.trim() ?? '' }] : []),
        ],
        summary: `the image ${image}${service ? ` of ${service}` : ''} is not on this machine, and ${reason(why)}`,
        suggestion: suggestion(why, image, evidence),
        at: from >= 0 && base ? `${base.file}:${from + 1}` : ['services', service ?? '', 'image'],
      },
    ];
  },
};

function reason(why: string): string {
  if (tooMany.test(why)) return 'its registry gives no more for now (rate limit)';
  if (unreachable.test(why)) return 'its registry cannot be reached';
  if (forbidden.test(why)) return 'its registry knows no such image, or gives it only to those who are logged in';
  return 'its registry does not have it';
}

function suggestion(why: string, image: string, { services }: Evidence): string {
  if (tooMany.test(why)) return 'log in to the registry (docker login), or wait and try again';
  const others = Object.values(services).flatMap(({ definition }) => definition.image ?? []);
  const near = nearest(
    image,
    others.filter((other) => other !== image),
  );
  const check = `check name and tag of ${image}${near ? ` (${near} is near)` : ''}`;
  if (unreachable.test(why))
    return `${check}; then see whether this machine reaches the registry, or load the image (docker load), or build it`;
  return `${check}, log in to its registry (docker login), or give the service a build:`;
}

function serviceOf(evidence: Evidence, image: string, hit: Hit): string | undefined {
  const names = Object.entries(evidence.services);
  const own = names.find(([, { definition }]) => definition.image === image)?.[0];
  const built = names.find(([, { dockerfile }]) => dockerfile?.text.includes(image))?.[0];
  const named = /cannot build (\S+?)(?:,|:)/.exec(evidence.message)?.[1];
  return own ?? built ?? (named && named in evidence.services ? named : undefined) ?? serviceIn(hit.text, evidence);
}
