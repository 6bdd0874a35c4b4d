/** A volume that is copied. */
export interface ChosenVolume {
  /** As the engine has it. */
  name: string;
  /** As the Compose file calls it. */
  key?: string;
}

/** A service that stands still while its volumes are copied or filled. */
export interface Held {
  service: string;
  by: 'stop' | 'quiesce';
  /** Ids of its containers that ran. */
  containers: string[];
  /** What ends its rest, where it was quiesced. */
  resume?: string[];
}

/** Somebody who has to stand still, and the command that makes him. */
export interface Holder extends Held {
  quiesce?: string[];
}

/** Takes a copying back: a half snapshot goes, and whoever was held, in the order of `held`, runs again in the opposite one. */
export interface ReleaseUndo {
  undo: 'release';
  composeName: string;
  execution: string;
  /** The id of the snapshot that was being made. */
  snapshot?: string;
  held: Held[];
}

/** Fills volumes with what a snapshot has of them, then lets run whoever uses them; as often as it takes. */
export interface RestoreUndo {
  undo: 'restore-snapshot';
  composeName: string;
  execution: string;
  id: string;
  /** As the engine has them. */
  volumes: string[];
  held: Held[];
  /**
   * What may have become of the volumes since they were copied: nothing; whatever something new wrote to them; half of what was in them, for they are
   * being filled from a snapshot that was whole. Absent in journals of old.
   */
  data?: 'untouched' | 'touched' | 'half';
}
