import type { ComposeNetwork } from '../../deploy/model/compose-file.ts';
import type { ObservedNetwork } from '../../deploy/model/observed.ts';

export interface Networks {
  listNetworks(labels: Record<string, string>): Promise<string[]>;
  /** Every network of the machine that has addresses; those of a swarm have other ones. */
  listSubnets(): Promise<ObservedNetwork[]>;
  /** Whether it made one: false where a network of that name was there already. */
  createNetwork(name: string, definition: ComposeNetwork, labels: Record<string, string>): Promise<boolean>;
  removeNetwork(name: string): Promise<void>;
}
