import type { ServiceEvidence } from '../../evidence.ts';
import type { Hit } from '../../reading/lines.ts';

/** The line of .dockerignore that leaves a path out, where it is a plain name. */
export function leftOut(
  { dockerfile, image }: ServiceEvidence,
  name: string,
  { before, after }: Hit,
): { line: number; rule: string } | undefined {
  const rules = dockerfile?.ignored?.text.split(/\r?\n/) ?? [];
  const workdir = image?.workdir ?? '/';
  const own = name.startsWith('/')
    ? name.startsWith(`${workdir}/`)
      ? name.slice(workdir.length + 1)
      : undefined
    : below(name, workdir, [...before, ...after]);
  if (own === undefined) return undefined;
  const index = rules.findIndex((rule) => {
    const path = rule.trim().replace(/^(?:\/|\*\*\/)|\/$|\/\*+$/g, '');
    return path !== '' && !/[#!*?[]/.test(path[0] ?? '') && (own === path || own.startsWith(`${path}/`) || own.startsWith(`${path}.`));
  });
  return index >= 0 ? { line: index + 1, rule: rules[index]?.trim() ?? '' } : undefined;
}

/** A path as its importer writes it, from the image's working folder. */
function below(name: string, workdir: string, around: string[]): string | undefined {
  const stack = around.flatMap((line) => /^- (\/\S+)$/.exec(line.trim())?.[1] ?? [])[0];
  const folder = stack?.startsWith(`${workdir}/`)
    ? stack
        .slice(workdir.length + 1)
        .split('/')
        .slice(0, -1)
    : [];
  const parts = [...folder];
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
