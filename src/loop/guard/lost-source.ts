import type { ComposeService } from '../../deploy/model/compose-file.ts';
import type { Known, Loss } from './loss.ts';

/** A program that is no longer the project's own, or an image that is another one. */
export function sourceLosses(
  service: string,
  { before, after }: { before: ComposeService; after: ComposeService },
  { dockerfiles, isAvailable = () => true }: Known,
): Omit<Loss, 'service'>[] {
  if (before.build)
    return after.build ? [] : [{ what: 'source', detail: `is no longer built from source: it is the image ${after.image ?? ''}` }];
  const { image = '' } = before;
  if (image === '' || !isAvailable(image)) return [];
  const had = repositoryOf(image);
  if (after.build) {
    const inline = after.build['dockerfile_inline'];
    const text = typeof inline === 'string' ? inline : dockerfiles?.now?.[service];
    return text !== undefined && basesOf(text).includes(had)
      ? []
      : [{ what: 'image', detail: `is built here, and not from ${image}, which is there` }];
  }
  const has = repositoryOf(after.image ?? '');
  return has === had
    ? []
    : [{ what: 'image', detail: `runs ${after.image ?? 'nothing'}, of another repository than ${image}, which is there` }];
}

/** `docker.io/library/nginx:1@sha256:…` → `docker.io/library/nginx`. */
function repositoryOf(reference: string): string {
  const path = reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const [first = '', ...rest] = path.split('/');
  const hasHost = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const [host, name] = hasHost ? [first, rest.join('/')] : ['docker.io', path];
  return `${host === 'index.docker.io' ? 'docker.io' : host}/${name.includes('/') || host !== 'docker.io' ? name : `library/${name}`}`;
}

function basesOf(dockerfile: string): string[] {
  return [...dockerfile.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)/gim)].slice(-1).map(([, image = '']) => repositoryOf(image));
}
