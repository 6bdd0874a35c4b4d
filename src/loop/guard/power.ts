import type { ComposeFile } from '../../deploy/model/compose-file.ts';
import type { Place } from './place.ts';

/** Something that a stack could do to the machine, or see of it, and could not at the base commit. */
export interface Gain {
  service?: string;
  /** In a word or two, such as `capability`. */
  what: string;
  /** One sentence. */
  detail: string;
}

/** Something that a stack can do or see beyond its own containers and its own folder. */
export interface Power extends Gain {
  /** It is had already where all of these are. */
  keys: string[];
}

/** A model, and where the paths in it lead. */
export interface Reach {
  compose: ComposeFile;
  /** Of an absolute path in the model. */
  place: (path: string) => Place;
}
