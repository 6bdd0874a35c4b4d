import type { InstanceView } from '../../contract/instance.ts';
import type { Instances } from '../../ledger/instances.ts';
import { readIfExists } from '../../system/files.ts';
import type { ComposeFile } from '../model/compose-file.ts';

/** The Compose file that an instance was brought up with, real values and all; undefined where it is down. */
export async function planOf(instance: InstanceView, instances: Pick<Instances, 'find'>): Promise<ComposeFile | undefined> {
  const registered = await instances.find(instance.compose_name);
  const text = registered?.planFile ? await readIfExists(registered.planFile) : undefined;
  return text ? (JSON.parse(text) as ComposeFile) : undefined;
}
