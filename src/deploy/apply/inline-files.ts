import { posix } from 'node:path';
import { EngineError, type FileToPut } from '../../engine/interface.ts';
import { type ComposeFile, type ComposeFileReference, withoutEscapes } from '../model/compose-file.ts';
import type { Contents } from '../model/stack.ts';

/**
 * The files that Compose copies into a service's containers: secrets and configs whose content stands in the model (`content:`) or in a variable
 * (`environment:`); others are mounted. Places, mode and owner as in Compose's pkg/compose/secrets.go. Throws EngineError where a variable has no value.
 */
export function inlineFiles(file: ComposeFile, service: string, contents: Contents): FileToPut[] {
  const { secrets = [], configs = [] } = file.services[service] ?? {};
  return [
    ...secrets.flatMap((one) => fileOf(one, secretPath(one), contentOf('secrets', one.source))),
    // An empty config is left out, an empty secret is not.
    ...configs.flatMap((one) => fileOf(one, one.target || `/${one.source}`, contentOf('configs', one.source) || undefined)),
  ];

  function contentOf(kind: 'secrets' | 'configs', name: string): string | undefined {
    const { content, environment } = file[kind]?.[name] ?? {};
    if (content) return withoutEscapes(content);
    if (!environment) return undefined;
    const value = contents[kind][name];
    if (value === undefined) throw new EngineError('compose', `${name} of ${service} is to come from ${environment}, which is not set`);
    return value;
  }
}

function secretPath({ source, target }: ComposeFileReference): string {
  return target?.startsWith('/') ? target : `/run/secrets/${target || source}`;
}

function fileOf({ mode, uid, gid }: ComposeFileReference, path: string, content: string | undefined): FileToPut[] {
  if (content === undefined) return [];
  const bits = typeof mode === 'string' ? Number.parseInt(mode, 8) : mode;
  return [{ path: posix.join('/', path), content, mode: bits ?? 0o444, uid: Number(uid || 0), gid: Number(gid || 0) }];
}
