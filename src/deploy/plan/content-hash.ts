import type { ComposeFile } from '../model/compose-file.ts';
import type { Images } from '../model/image.ts';
import { hashOf } from '../model/hash.ts';

/**
 * SHA-256 over everything that shapes the stack, whichever copy it is: the model as it is before ports and names are given, and the images.
 * The folder is left out, so that two checkouts of one commit agree.
 */
export function contentHashOf(model: ComposeFile, images: Images, directory: string): string {
  const ids = Object.fromEntries(Object.entries(images).map(([service, { id }]) => [service, id]));
  return hashOf({ model: JSON.stringify(shaping(model)).replaceAll(JSON.stringify(directory).slice(1, -1), '.'), ids });
}

/** When a version counts as trusted, and what agents are asked for, is no part of it: asking for more than before must not begin another one. */
function shaping(model: ComposeFile): ComposeFile {
  const { graduate, accept, improve, ...settings } = Object(model['x-portside']) as Record<string, unknown>;
  if ([graduate, accept, improve].every((asked) => asked === undefined)) return model;
  const { 'x-portside': _all, ...rest } = model;
  return Object.keys(settings).length > 0 ? { ...model, 'x-portside': settings } : rest;
}
