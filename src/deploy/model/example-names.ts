const marks = ['example', 'sample', 'dist', 'template', 'default'];

/** What an example of a file may be called beside it: `.env.example`, `env.sample`, `settings.example.json`, `settings.json.dist`. */
export function exampleNames(name: string): string[] {
  const [, stem = '', extension = ''] = /^(.*?)(\.[^.]*)?$/.exec(name) ?? [];
  const hidden = name.startsWith('.');
  return marks.flatMap((mark) => [
    ...[`${name}.${mark}`, `${name}-${mark}`, `${mark}.${name}`],
    ...(hidden ? [`${mark}${name}`, `${name.slice(1)}.${mark}`] : [`${stem}.${mark}${extension}`, `${stem}-${mark}${extension}`]),
  ]);
}
