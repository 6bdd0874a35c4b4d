import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence, ServiceEvidence } from '../../evidence.ts';
import { type Hit, find, quote } from '../../reading/lines.ts';
import { fileAt, hidingMount, workdirOf } from '../../reading/program.ts';
import { instructionsOf } from '../../reading/dockerfile-copies.ts';
import { keepModules } from '../process/shell-says.ts';

const wordings = [
  /Cannot find (?:module|package) '(?<name>[^']+)'(?: imported from (?<from>\S+))?/,
  /ERR_MODULE_NOT_FOUND|Directory import '(?<name>[^']+)' is not supported|Error: Cannot find (?:module|package) "(?<other>[^"]+)"/,
  /ModuleNotFoundError: No module named '?(?<name>[\w.]+)|ImportError: No module named '?(?<old>[\w.]+)|Error while finding module specification for '(?<spec>[\w.]+)'|: No module named (?<bare>[\w.]+)$/,
  /ImportError: cannot import name '(?<name>[^']+)'|ImportError: (?<lib>lib\S+): cannot open shared object/,
  /python\d?(?:\.\d+)?: can't open file '(?<name>[^']+)'/,
  /cannot load such file -- (?<name>\S+)|Could not find (?<gem>\S+) in (?:any of the sources|locally installed gems|rubygems)|Bundler::GemNotFound|Could not locate Gemfile/,
  /Class "?(?<name>[\w\\]+)"? not found|Failed opening required '(?<file>[^']+)'|Failed to open stream: No such file or directory in (?<php>\S+)|Could not open input file: (?<input>\S+)|vendor\/autoload\.php/,
  /ClassNotFoundException: (?<name>[\w.$]+)|NoClassDefFoundError: (?<def>[\w/.$]+)|Could not find or load main class (?<main>\S+)|Unable to access jarfile (?<jar>\S+)|no main manifest attribute/,
  /error while loading shared libraries: (?<name>[^:]+):|Error loading shared library (?<musl>\S+?):|symbol not found|Error relocating/,
  /Can't locate (?<name>\S+\.pm) in @INC|module '(?<lua>[^']+)' not found|Could not load file or assembly '(?<dll>[^',]+)|The application '(?<dotnet>[^']+)' does not exist/,
  /error: Module not found "(?<name>[^"]+)"|Failed to resolve (?:import|entry) ["'](?<vite>[^"']+)|Module not found: (?:Error: )?Can't resolve '(?<webpack>[^']+)'/,
  /Could not import module "(?<name>[^"]+)"|Failed to find attribute|Error: Could not locate a Flask application|AppImportError|could not find a version that satisfies/,
  /Prisma Client could not locate|@prisma\/client did not initialize|Could not find a production build in the '(?<name>[^']+)'/,
];

export const moduleNotFound: Rule = {
  look: (evidence) =>
    find(evidence, ['log'], wordings).flatMap((hit) => {
      const seen = hit.service ? evidence.services[hit.service] : undefined;
      return hit.service && seen ? [judge(evidence, hit, hit.service, seen)] : [];
    }),
};

function judge(evidence: Evidence, hit: Hit, service: string, seen: ServiceEvidence): Candidate {
  const name = Object.entries(hit.said).find(([group, value]) => group !== 'from' && value)?.[1] ?? 'a module';
  const base = { cause: 'module-not-found' as const, service, evidence: [quote(hit)], sure: 85 };
  const isPath = /^\.{0,2}\//.test(name);
  const ignored = isPath ? leftOut(seen, name, hit) : undefined;
  if (ignored && seen.dockerfile?.ignored)
    return {
      ...{ ...base, cause: 'copy-ignored', sure: 88 },
      evidence: [quote(hit), { from: `${seen.dockerfile.ignored.file}:${ignored.line}`, text: ignored.rule }],
      summary: `${service} loads ${name}, which ${seen.dockerfile.ignored.file} leaves out of its image`,
      suggestion: `take ${ignored.rule} away from ${seen.dockerfile.ignored.file}`,
      at: `${seen.dockerfile.ignored.file}:${ignored.line}`,
      repair: [{ edit: 'remove-line', file: seen.dockerfile.ignored.file, line: ignored.line }],
    };
  const hiding = hidingMount(seen);
  if (!isPath && hiding && /node_modules|npm|yarn|pnpm|bun/.test(seen.dockerfile?.text ?? ''))
    return {
      ...base,
      summary: `${service} loads ${name}, which its image has: the bind mount at ${hiding.target} hides it`,
      suggestion: `keep what the image has: a volume at ${workdirOf(seen)}/node_modules beside the bind mount`,
      at: ['services', service, 'volumes'],
      repair: keepModules(evidence, service),
    };
  if (hiding && !isPath)
    return {
      ...base,
      summary: `${service} loads ${name}, which is not there: the bind mount at ${hiding.target} hides what its image installed`,
      suggestion: `take the mount away, mount only the sources, or put what is installed outside ${hiding.target}`,
      at: ['services', service, 'volumes'],
    };
  if (isPath) return ofOwnPath(evidence, base, name, seen, hit);
  return {
    ...base,
    summary: `${service} loads ${name}, which is not in ${seen.definition.build ? 'its image' : (seen.definition.image ?? 'its image')}`,
    suggestion: `add ${name} to what the image installs (package.json, requirements.txt, Gemfile, pom.xml …) and build it anew`,
    at: ['services', service, seen.definition.build ? 'build' : 'image'],
  };
}

function ofOwnPath(
  evidence: Evidence,
  base: Omit<Candidate, 'summary' | 'suggestion'>,
  name: string,
  seen: ServiceEvidence,
  hit: Hit,
): Candidate {
  const service = base.service ?? '';
  const extension = extensionMissing(evidence, service, name, hit);
  if (extension)
    return {
      ...base,
      summary: `${service} imports ${extension.written}, and ES modules want the whole name of the file`,
      suggestion: `write ${extension.written}${extension.by} in ${extension.file}`,
      at: `${extension.file}:${extension.line}`,
      repair: [
        {
          edit: 'replace',
          file: extension.file,
          line: extension.line,
          from: extension.quoted,
          to: `${extension.quoted.slice(0, -1)}${extension.by}${extension.quoted.at(-1)}`,
        },
      ],
    };
  const moved = movedTo(seen, name);
  if (moved)
    return {
      ...base,
      summary: `${service} starts ${name}, and its Dockerfile makes ${moved.there}`,
      suggestion: `let ${seen.dockerfile?.file} start ${moved.there}`,
      at: `${seen.dockerfile?.file}:${moved.line}`,
      ...(moved.unsure
        ? {}
        : { repair: [{ edit: 'replace', file: seen.dockerfile?.file ?? '', line: moved.line, from: moved.written, to: moved.there }] }),
    };
  const workdir = workdirOf(seen);
  const elsewhere = (seen.definition.volumes ?? []).find(
    ({ type, target }) =>
      type === 'bind' && !name.startsWith(`${target}/`) && fileOf(evidence, service, `${target}/${name.split('/').at(-1)}`),
  );
  if (elsewhere && name.startsWith(workdir))
    return {
      ...{ ...base, cause: 'workdir-wrong' },
      summary: `${service} looks for ${name}, and its files are mounted at ${elsewhere.target}`,
      suggestion: `write working_dir: ${elsewhere.target}`,
      at: ['services', service, 'working_dir'],
      repair: [{ edit: 'set', path: ['services', service, 'working_dir'], value: elsewhere.target }],
    };
  return {
    ...base,
    summary: `${service} loads ${name}, which is not there`,
    suggestion: `see what the image or the mount has there, and correct the path, the command or the working folder (${workdir})`,
    at: ['services', service, 'command'],
  };
}

function fileOf(evidence: Evidence, service: string, inside: string): boolean {
  return fileAt(evidence, service, inside)?.inside === inside;
}

/** `import './routes'` where routes.mjs lies beside it. */
function extensionMissing(evidence: Evidence, service: string, name: string, { said }: Hit) {
  const importer = fileAt(evidence, service, (said['from'] ?? '').replace(/^file:\/\//, ''));
  const base = name.split('/').at(-1) ?? name;
  if (!importer?.text || /\.\w+$/.test(base)) return undefined;
  const lines = importer.text.split('\n');
  const index = lines.findIndex((line) => new RegExp(`(?:from|import)\\s*\\(?['"][^'"]*${base}['"]`).test(line));
  const quoted = new RegExp(`['"][^'"]*${base}['"]`).exec(lines[index] ?? '')?.[0];
  if (!quoted) return undefined;
  const own = /\.\w+$/.exec(importer.file)?.[0] ?? '.js';
  const by = (evidence.services[service]?.files ?? []).map(({ inside }) => inside).find((inside) => inside.startsWith(`${name}.`));
  return { file: importer.file, line: index + 1, quoted, written: quoted.slice(1, -1), by: by ? by.slice(name.length) : own };
}

/** The folder that the Dockerfile makes, where the one that it starts from does not exist. */
function movedTo(
  { dockerfile, image }: ServiceEvidence,
  name: string,
): { there: string; written: string; line: number; unsure: boolean } | undefined {
  if (!dockerfile) return undefined;
  const workdir = image?.workdir ?? '/';
  const relative = name.startsWith(`${workdir}/`) ? name.slice(workdir.length + 1) : name;
  const base = relative.split('/').at(-1) ?? relative;
  const written = instructionsOf(dockerfile.text).findLast(({ text }) => /^\s*(?:CMD|ENTRYPOINT)\b/i.test(text) && text.includes(relative));
  const made = [...dockerfile.text.matchAll(new RegExp(`(?<![\\w./-])((?:[\\w-]+/)+${base.replaceAll('.', '\\.')})(?![\\w.-])`, 'g'))].map(
    ([, path = '']) => path,
  );
  const others = [...new Set(made.filter((path) => path !== relative && !path.includes(workdir)))];
  return written && others[0] ? { there: others[0], written: relative, line: written.line, unsure: others.length > 1 } : undefined;
}

/** The line of .dockerignore that leaves a path out, where it is a plain name. */
function leftOut({ dockerfile, image }: ServiceEvidence, name: string, { before, after }: Hit): { line: number; rule: string } | undefined {
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
