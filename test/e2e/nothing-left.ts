import { execFileSync } from 'node:child_process';

/** The engine tests must leave every container, network and volume as they found them. */
export default function nothingLeft(): () => void {
  const before = everything();
  return () => {
    const left = everything().filter((thing) => !before.includes(thing));
    if (left.length > 0) throw new Error(`the tests left behind: ${left.join(', ')}`);
  };
}

function everything(): string[] {
  const lists = [
    ['ps', '--all', '--no-trunc', '--format', 'container {{.ID}} {{.Names}}'],
    ['network', 'ls', '--no-trunc', '--format', 'network {{.ID}} {{.Name}}'],
    ['volume', 'ls', '--format', 'volume {{.Name}}'],
  ];
  return lists.flatMap((args) => execFileSync('docker', args, { encoding: 'utf8' }).split('\n').filter(Boolean));
}
