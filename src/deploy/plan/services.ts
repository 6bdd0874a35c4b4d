import type { ComposeService, ComposeServiceNetwork } from '../model/compose-file.ts';

/** When the engine starts it again after it has exited. */
export function restartsOf(service: ComposeService): 'never' | 'on-failure' | 'always' {
  const policy = service.deploy?.restart_policy?.condition ?? service.restart ?? 'no';
  // `on-failure:3` says how often at most.
  if (policy.startsWith('on-failure')) return 'on-failure';
  return policy === 'no' || policy === 'none' || policy === '' ? 'never' : 'always';
}

/** A fixed container name would stop a second copy; its meaning inside the network is kept as an alias. */
export function networksWithAlias(service: ComposeService): Record<string, ComposeServiceNetwork | null> | undefined {
  const alias = service.container_name;
  if (!alias || !service.networks) return service.networks;
  return Object.fromEntries(
    Object.entries(service.networks).map(([network, options]) => [
      network,
      { ...options, aliases: [...new Set([...(options?.aliases ?? []), alias])] },
    ]),
  );
}
