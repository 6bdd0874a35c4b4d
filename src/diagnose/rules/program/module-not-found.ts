import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence, ServiceEvidence } from '../../evidence.ts';
import { type Hit, find, quote } from '../../reading/lines.ts';
import { hidingMount, workdirOf } from '../../reading/program.ts';
import { keepModules } from '../process/shell-says.ts';
import { leftOut } from './left-out.ts';
import { ownFileMissing } from './own-file-missing.ts';

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
  if (isPath) return ownFileMissing(evidence, base, name, seen, hit);
  return {
    ...base,
    summary: `${service} loads ${name}, which is not in ${seen.definition.build ? 'its image' : (seen.definition.image ?? 'its image')}`,
    suggestion: `add ${name} to what the image installs (package.json, requirements.txt, Gemfile, pom.xml …) and build it anew`,
    at: ['services', service, seen.definition.build ? 'build' : 'image'],
  };
}
