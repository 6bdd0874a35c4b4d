/** `/var/lib/data` → `var-lib-data`: a path as part of a volume's name. */
export function slug(path: string): string {
  return path.replaceAll(/[^a-zA-Z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}
