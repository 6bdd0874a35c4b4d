import type { ComposeMount } from '../deploy/model/compose-file.ts';

/** `./data:/data:ro`, where that says all of it. */
export function standingMount(mount: ComposeMount): ComposeMount | string {
  const { type, source, target, read_only: readOnly, bind, volume, ...more } = mount;
  const kind =
    type === 'bind' ? isPath(source) && saysOnly(bind, { create_host_path: true }) : type === 'volume' && isName(source) && !bind;
  const plain = kind && saysOnly(volume, {}) && Object.keys(more).length === 0 && (readOnly === undefined || readOnly === true);
  return plain ? `${source}:${target}${readOnly ? ':ro' : ''}` : withoutEmpty(mount);
}

/** Without a slash or dot before it the short form means a named volume; a colon would divide it. */
function isPath(source: string | undefined): source is string {
  return source !== undefined && /^(\.{1,2}(\/|$)|\/|~\/|\$)/.test(source) && !source.replaceAll(/\$\{[^{}]*\}/g, '').includes(':');
}

function isName(source: string | undefined): source is string {
  return source !== undefined && /^[\w.-]+$/.test(source);
}

function saysOnly(options: unknown, wanted: object): boolean {
  return JSON.stringify(options ?? {}) === JSON.stringify(wanted);
}

function withoutEmpty({ volume, ...mount }: ComposeMount): ComposeMount {
  return saysOnly(volume, {}) ? mount : { ...mount, volume };
}
