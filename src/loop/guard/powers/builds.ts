import { relative, resolve } from 'node:path';
import type { ComposeService } from '../../../deploy/model/compose-file.ts';
import type { Power, Reach } from '../power.ts';
import { power, texts } from './containers.ts';
import { gatewayPowers } from './namespaces.ts';

type Build = NonNullable<ComposeService['build']>;

/** What the build of an image sees and may do, beyond the tree. */
export function buildPowers({ build }: ComposeService, reach: Reach): Power[] {
  if (!build) return [];
  const secrets = Array.isArray(build['secrets']) ? build['secrets'].map((secret) => String(Object(secret)['source'] ?? secret)) : [];
  return [
    ...contextPowers(build, reach),
    ...texts(build['entitlements']).map((name) => power('build', `would be built with the entitlement ${name}`, `entitlement ${name}`)),
    ...(build['privileged'] ? [power('build', 'would be built privileged', 'privileged')] : []),
    ...networkPowers(String(build['network'] ?? '')),
    ...list(build['ssh']).map((key) => power('build', `would be built with the SSH agent's keys (${key})`, `ssh ${key}`)),
    ...secrets.map((name) => power('build', `would be built with the secret ${name}`, `secret ${name}`)),
    ...texts(build['tags']).map((tag) => power('build', `would have its image called ${tag} too`, `tag ${tag}`)),
    ...gatewayPowers(build['extra_hosts'], 'would be built with a way to'),
    ...[...texts(build['cache_from']), ...texts(build['cache_to'])].flatMap((cache) => cachePowers(cache, build, reach)),
  ];
}

function contextPowers(build: Build, { place }: Reach): Power[] {
  const { context = '.', dockerfile = 'Dockerfile' } = build;
  const contexts = Object.entries(Object(build['additional_contexts'])).map(([name, where]) => [`context ${name}`, String(where)] as const);
  const file = resolve(context, dockerfile);
  const isInContext = !relative(context, file).startsWith('..');
  const isInline = build['dockerfile_inline'] !== undefined;
  const paths = [
    ['context', context] as const,
    ...(isElsewhere(context) || isInline || (isInContext && !place(context).inside) ? [] : [['Dockerfile', file] as const]),
    ...contexts.map(([name, where]) => [name, where.replace(/^oci-layout:\/\//, '')] as const),
  ];
  return paths.flatMap(([name, path]) => {
    if (isElsewhere(path)) return [];
    const { inside, path: there } = place(path);
    return inside ? [] : [power('build', `would be built from ${there}, outside of the project (${name})`, there)];
  });
}

/** A registry's image, a service's own, a repository: nothing of this machine's files. */
function isElsewhere(path: string): boolean {
  return /^(?!file:|oci-layout:)[a-z][\w+.-]*:|^git@/i.test(path);
}

function networkPowers(network: string): Power[] {
  return ['', 'none', 'default'].includes(network)
    ? []
    : [power('build', `would be built on the network ${network}`, `network ${network}`)];
}

function list(value: unknown): string[] {
  return Array.isArray(value)
    ? value.map((item) => (typeof item === 'object' ? JSON.stringify(item) : String(item)))
    : Object.keys(Object(value));
}

function cachePowers(cache: string, { context = '.' }: Build, { place }: Reach): Power[] {
  return [...cache.matchAll(/(?:^|,)(?:src|dest)=([^,]+)/g)].flatMap(([, path = '']) => {
    const { inside, path: there } = place(resolve(context, path));
    return inside ? [] : [power('build', `would keep its cache in ${there}, outside of the project`, `cache ${there}`)];
  });
}
