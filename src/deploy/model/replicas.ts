import type { ComposeService } from './compose-file.ts';

/** How many containers a service asks for. Compose writes `scale` for what `deploy.replicas` says too, but not in every version. */
export function replicasOf({ scale, deploy }: ComposeService): number {
  return scale ?? deploy?.replicas ?? 1;
}
