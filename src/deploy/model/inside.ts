import type { Image } from './image.ts';

/** An image that the engine has, and what was looked up in it. */
export interface Inside {
  image: Image;
}
