import type { ComposeVolume } from '../../deploy/model/compose-file.ts';
import type { ObservedVolume } from '../../deploy/model/observed.ts';

export interface Volumes {
  listVolumes(labels: Record<string, string>): Promise<string[]>;
  /** The same, with all that the engine says of them. */
  describeVolumes(labels: Record<string, string>): Promise<ObservedVolume[]>;
  /** Whether it made one: false where a volume of that name was there already. */
  createVolume(name: string, definition: ComposeVolume, labels: Record<string, string>): Promise<boolean>;
  removeVolume(name: string): Promise<void>;
}
