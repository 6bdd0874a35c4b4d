import type { ComposeFile, ComposeNetwork } from '../model/compose-file.ts';
import { composeLabel } from '../model/labels.ts';
import type { Stack } from '../model/stack.ts';
import type { Step } from '../model/step.ts';
import { hashOf } from '../model/hash.ts';
import { instanceName } from './names.ts';

export interface PlannedNetworks {
  networks: Record<string, ComposeNetwork>;
  steps: Step[];
}

/**
 * The instance's own networks, made by Portside and `external` to Compose. The name carries a hash of the
 * definition, so a changed network is a new one; the file's own fixed name gives way to it.
 */
export function planNetworks({ compose, identity, ownNames }: Stack, existing: string[], labels: Record<string, string>): PlannedNetworks {
  const networks: Record<string, ComposeNetwork> = {};
  const steps: Step[] = [];
  for (const key of usedNetworks(compose)) {
    const declared = compose.networks?.[key] ?? {};
    if (declared.external) {
      networks[key] = declared;
      continue;
    }
    const { name: given, ...definition } = declared;
    const name = `${instanceName(given, key, identity, ownNames.networks.includes(key))}_${hashOf(definition).slice(0, 6)}`;
    networks[key] = { name, external: true };
    if (existing.includes(name)) continue;
    const owned = { ...definition.labels, ...labels, [composeLabel.project]: identity.composeName, [composeLabel.network]: key };
    steps.push({ do: 'create-network', name, definition, labels: owned, cause: `network ${key} of this instance does not exist yet` });
  }
  return { networks, steps };
}

function usedNetworks(compose: ComposeFile): string[] {
  const used = Object.values(compose.services).flatMap((service) => Object.keys(service.networks ?? {}));
  return [...new Set(used)];
}
