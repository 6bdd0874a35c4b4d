import type { ComposeFile, ComposeService, ComposeServiceNetwork } from '../model/compose-file.ts';

/** When the engine starts it again after it has exited. */
export function restartsOf(service: ComposeService): 'never' | 'on-failure' | 'always' {
  const policy = service.deploy?.restart_policy?.condition ?? service.restart ?? 'no';
  // `on-failure:3` says how often at most.
  if (policy.startsWith('on-failure')) return 'on-failure';
  return policy === 'no' || policy === 'none' || policy === '' ? 'never' : 'always';
}

/** Whether only Compose can start it right: it copies secrets and configs in, and runs hooks, at start. */
export function needsComposeToStart(service: ComposeService, inline: ReadonlySet<string>): boolean {
  const copied = [...(service.secrets ?? []), ...(service.configs ?? [])].some(({ source }) => inline.has(source));
  return copied || (service.post_start?.length ?? 0) > 0;
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

/** Secrets and configs whose content Compose copies into the container when it starts it. */
export function inlineSources(file: ComposeFile): Set<string> {
  const declared = [file['secrets'], file['configs']].flatMap((group) =>
    Object.entries((group ?? {}) as Record<string, Record<string, unknown>>),
  );
  return new Set(declared.filter(([, source]) => 'environment' in source || 'content' in source).map(([name]) => name));
}
