import type { ComposeNetwork } from '../model/compose-file.ts';
import { networkName, usedNetworks } from '../model/instance-names.ts';
import { composeLabel } from '../model/labels.ts';
import type { Stack } from '../model/stack.ts';
import type { Step } from '../model/step.ts';

export interface PlannedNetworks {
  networks: Record<string, ComposeNetwork>;
  steps: Step[];
}

/** The instance's own networks, made by Portside and `external` to Compose. The file's own fixed names give way to theirs. */
export function planNetworks(stack: Stack, existing: string[], labels: Record<string, string>): PlannedNetworks {
  const { compose, identity } = stack;
  const networks: Record<string, ComposeNetwork> = {};
  const steps: Step[] = [];
  for (const key of usedNetworks(stack)) {
    const declared = compose.networks?.[key] ?? {};
    if (declared.external) {
      networks[key] = declared;
      continue;
    }
    const { name: _given, ...definition } = declared;
    const name = networkName(key, declared, stack);
    networks[key] = { name, external: true };
    if (existing.includes(name)) continue;
    const owned = { ...definition.labels, ...labels, [composeLabel.project]: identity.composeName, [composeLabel.network]: key };
    steps.push({ do: 'create-network', name, definition, labels: owned, cause: `network ${key} of this instance does not exist yet` });
  }
  return { networks, steps };
}
