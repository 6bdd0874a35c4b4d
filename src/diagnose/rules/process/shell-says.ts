import type { Repair } from '../../../deploy/model/repair.ts';
import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';
import { type Hit, find, quote } from '../../reading/lines.ts';
import { commandLine, fileAt, hidingMount, workdirOf } from '../../reading/program.ts';
import { lastExit } from '../../reading/standing.ts';

/** Windows line ends, as shells and `env` show them. */
const returns = [
  /illegal option -\s*$|set: -: invalid option|(?:not found|[Uu]nexpected[^\n]*|No such file or directory)\r?$/,
  /\\r(?:['"’]|\b|: )|\r['"’:]|\^M|\$'\\r'|bad interpreter: .*\^M/,
];

const notFound = [
  /^(?:\S*\/)?(?:sh|ash|bash|dash|zsh|ksh)(?::| -c:)?(?: line)? ?\d*:? ?(?:exec: )?(?<program>[\w./@+-]+): (?:command )?not found/,
  /^(?<script>[\w./-]+): (?:line )?\d+: (?:exec: )?(?<program>[\w./@+-]+): (?:command )?not found/,
  /env: (?:can't execute )?['"‘`]?(?<program>[\w./+-]+)['"’]?: No such file or directory/,
  /(?:npm (?:error|ERR!)|yarn|pnpm)[^:]*?(?:sh|code ELIFECYCLE)?:? ?(?:sh: )?(?:\d+: )?(?<program>[\w.@/-]+): (?:command )?not found/,
  /(?:^|\s)(?<program>[\w.@/+-]+): (?:command )?not found(?:$|\s)/,
  /command not found: (?<program>\S+)|Command "(?<other>\S+)" not found|could not determine executable to run|spawn (?<spawned>\S+) ENOENT|exec: (?<exec>\S+): not found/,
];

const notExecutable = [
  /(?:^|[\s:])(?<file>\.{0,2}\/?[\w./-]+\.?\w*): [Pp]ermission denied$/,
  /(?<file>\S+): cannot execute: (?:[Pp]ermission denied|required file not found)|(?<other>\S+): Is a directory$/,
  /(?<file>\S+): cannot execute binary file/,
];

/** What shells, package managers and `env` say of a program that they were to start. */
export const shellSays: Rule = {
  look: (evidence) => [
    ...find(evidence, ['log'], [...returns.slice(1), ...returns.slice(0, 1)]).flatMap((hit) => crlf(evidence, hit)),
    ...find(evidence, ['log'], notFound).flatMap((hit) => absent(evidence, hit)),
    ...find(evidence, ['log'], notExecutable).flatMap((hit) => forbidden(evidence, hit)),
  ],
};

function crlf(evidence: Evidence, hit: Hit): Candidate[] {
  const { service } = hit;
  const seen = service ? evidence.services[service] : undefined;
  const file = seen?.files.find(({ text, inside }) => text?.includes('\r\n') && (text.startsWith('#!') || inside.endsWith('sh')));
  if (!service || (!file && !/\\r|\r|\^M/.test(hit.text))) return [];
  return [
    {
      ...{ cause: 'crlf-entrypoint', service, evidence: [quote({ ...hit, text: hit.text.replaceAll('\r', '\\r') })], sure: 90 },
      summary: `a script of ${service}${file ? `, ${file.file},` : ''} has the line ends of Windows`,
      suggestion: `give ${file?.file ?? 'it'} Unix line ends, and keep them: *.sh text eol=lf in .gitattributes`,
      ...(file ? { at: `${file.file}:1:1`, repair: [{ edit: 'unix-line-ends', file: file.file }] } : {}),
    },
  ];
}

function absent(evidence: Evidence, hit: Hit): Candidate[] {
  const { service, said } = hit;
  const seen = service ? evidence.services[service] : undefined;
  const program = said['program'] ?? said['other'] ?? said['spawned'] ?? said['exec'] ?? 'a program';
  if (!service || !seen || /\\r|\r/.test(hit.text)) return [];
  const ended = lastExit(seen);
  const hiding = hidingMount(seen);
  const modules = hiding && isInstalled(seen.dockerfile?.text ?? '', program);
  const manifest = fileAt(evidence, service, 'package.json');
  const script = new RegExp(`"(?<name>[\\w:-]+)"\\s*:\\s*"(?:[^"]*\\s)?${program.replaceAll(/[.+*]/g, '\\$&')}\\b[^"]*"`).exec(
    manifest?.text ?? '',
  )?.groups?.['name'];
  return [
    {
      ...{ cause: 'command-not-found', service, evidence: [quote(hit)], sure: ended === 127 ? 89 : ended === undefined ? 60 : 78 },
      summary: `${service} calls ${program}, which is not in its container${modules ? `: the bind mount at ${hiding.target} hides what the image installed there` : script ? ` (script ${script} of package.json)` : ''}`,
      suggestion: modules
        ? `keep what the image has: a volume at ${workdirOf(seen)}/node_modules beside the bind mount`
        : `install ${program} in the image${script ? ' (as a dependency, not only for development)' : ''}, or call what is there`,
      at: modules ? ['services', service, 'volumes'] : ['services', service, 'command'],
      ...(modules ? { repair: keepModules(evidence, service) } : typeStripping(evidence, service, program)),
    },
  ];
}

/** Node runs TypeScript by itself since 22.18. */
function typeStripping(evidence: Evidence, service: string, program: string): { repair?: Repair } {
  const manifest = fileAt(evidence, service, 'package.json');
  const written = /"(?:ts-node|tsx) ([\w./-]+\.[mc]?ts)"/.exec(manifest?.text ?? '');
  const image = evidence.services[service]?.dockerfile?.text ?? evidence.services[service]?.definition.image ?? '';
  if (!manifest || !written || !/ts-node|tsx/.test(program) || !/node:(?:2[3-9]|[3-9]\d)\b/.test(image)) return {};
  return { repair: [{ edit: 'replace', file: manifest.file, from: written[0], to: `"node ${written[1]}"` }] };
}

function isInstalled(dockerfile: string, program: string): boolean {
  return (
    dockerfile.includes('node_modules') ||
    /\b(?:npm|yarn|pnpm|bun)\b.*\b(?:ci|i|install|add)\b|\byarn\s*(?:&&|$)/m.test(dockerfile) ||
    dockerfile.includes(program)
  );
}

/** An anonymous volume is filled from the image when it is made. */
export function keepModules({ services }: Evidence, service: string): Repair {
  const seen = services[service];
  const target = `${seen ? workdirOf(seen) : ''}/node_modules`;
  const index = seen?.definition.volumes?.length ?? 0;
  return [{ edit: 'set', path: ['services', service, 'volumes', index], value: target }];
}

function forbidden(evidence: Evidence, hit: Hit): Candidate[] {
  const { service, said } = hit;
  const seen = service ? evidence.services[service] : undefined;
  if (!service || !seen) return [];
  const name = said['file'] ?? said['other'] ?? 'a file';
  const file = fileAt(evidence, service, name);
  const ended = lastExit(seen);
  const isFirst = Object.values(commandLine(seen)).flat().includes(name);
  // 126 is the shell's own word for it; a script may end with another code after it.
  const script = /\.(?:sh|bash|py|rb|pl|js|mjs)$/.test(name) || file?.text?.startsWith('#!');
  if (ended !== 126 && !(script && (isFirst || /^(?:\S+: )?(?:line )?\d*:? ?\.?\.?\//.test(hit.text)) && file && (file.mode & 0o111) === 0))
    return [];
  const caller = callerOf(evidence, service, name);
  return [
    {
      ...{ cause: 'not-executable', service, evidence: [quote(hit)], sure: ended === 126 ? 90 : 80 },
      summary: `${service} calls ${name}, which may not be executed${ended === 126 ? ' (exit code 126)' : ''}`,
      suggestion: file
        ? `chmod +x ${file.file}${caller ? `, or call it by its interpreter in ${caller.file}: sh ${name}` : ''}`
        : `make ${name} executable: chmod +x, or COPY --chmod=755`,
      ...(caller ? { at: `${caller.file}:${caller.line}` } : file ? { at: file.file } : { at: ['services', service] }),
      ...(caller
        ? { repair: [{ edit: 'replace', file: caller.file, line: caller.line, from: name, to: `sh ${name}` }] }
        : file?.by === 'mount'
          ? { repair: [{ edit: 'make-executable', file: file.file }] }
          : {}),
    },
  ];
}

/** The one line of a script of ours that calls the file. */
function callerOf({ services }: Evidence, service: string, name: string): { file: string; line: number } | undefined {
  const calls = (services[service]?.files ?? []).flatMap(({ file, text }) =>
    (text ?? '')
      .split('\n')
      .flatMap((line, index) => (line.trim().split(/\s+/)[0] === name && line.split(name).length === 2 ? [{ file, line: index + 1 }] : [])),
  );
  const called = fileAt({ services } as Evidence, service, name);
  return calls.length === 1 && /^#!\S*\bsh\b/.test(called?.text ?? '') ? calls[0] : undefined;
}
