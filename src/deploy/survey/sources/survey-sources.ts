import type { ComposeFile } from '../../model/compose-file.ts';
import type { Repair } from '../../model/repair.ts';
import type { Surroundings, SyntaxProblem } from '../../model/surroundings.ts';
import { findSources } from './find-sources.ts';
import { flawsOfJavaScript } from './javascript.ts';
import { flawOfJson } from './json.ts';
import { flawsOneByOne, tools } from './one-by-one.ts';
import { flawsOfPython } from './python.ts';
import { isTemplate, type Flaw, type Language, type Source } from './source.ts';
import { openSyntaxCache } from './syntax-cache.ts';
import { flawOfYaml } from './yaml.ts';

type Check = (sources: Source[], environment: Record<string, string>, signal: AbortSignal) => Promise<(Flaw | undefined)[]>;

const checks: Record<Language, { tool: string; look: Check }> = {
  json: { tool: 'JSON', look: async (sources) => sources.map(({ text }) => flawOfJson(text)) },
  yaml: { tool: 'YAML', look: async (sources) => Promise.all(sources.map(({ text }) => flawOfYaml(text))) },
  javascript: { tool: 'node --check', look: flawsOfJavaScript },
  python: { tool: 'python3', look: flawsOfPython },
  shell: { tool: 'bash -n', look: (...asked) => flawsOneByOne(tools.shell, ...asked) },
  ruby: { tool: 'ruby -c', look: (...asked) => flawsOneByOne(tools.ruby, ...asked) },
  php: { tool: 'php -l', look: (...asked) => flawsOneByOne(tools.php, ...asked) },
};

/** For all files together. */
const patienceMs = 1500;

/** Programs and settings that do not parse. What no tool of this machine can judge in time is left out. */
export async function surveySources(
  compose: ComposeFile,
  surroundings: Pick<Surroundings, 'runs' | 'dockerfiles'>,
  { home, environment }: { home: string; environment: Record<string, string> },
): Promise<SyntaxProblem[]> {
  const sources = (await findSources(compose, surroundings)).filter((source) => !isTemplate(source));
  if (sources.length === 0) return [];
  const cache = await openSyntaxCache(home);
  const fresh = sources.filter((source) => cache.get(source) === undefined);
  const signal = AbortSignal.timeout(patienceMs);
  const looked = Object.entries(checks).map(async ([language, { look }]) => {
    const own = fresh.filter((source) => source.language === language);
    if (own.length === 0) return;
    // The tool is not there, or took too long.
    const flaws = await look(own, environment, signal).catch(() => undefined);
    for (const [index, source] of own.entries()) if (flaws) cache.put(source, flaws[index]);
  });
  await Promise.all(looked);
  await cache.save();
  return sources.flatMap((source) => {
    const flaw = cache.get(source);
    return flaw ? [problemOf(source, flaw, surroundings)] : [];
  });
}

function problemOf(source: Source, { tolerable, comma, dialect, ...flaw }: Flaw, { runs }: Pick<Surroundings, 'runs'>): SyntaxProblem {
  const { file, service, language, loadedBy } = source;
  const strictly = loadedBy?.endsWith(', strictly') ?? false;
  const isSure = loadedBy !== undefined && (!tolerable || strictly) && isNotNewer(language, runs[service]?.versions ?? {}, dialect);
  return {
    ...flaw,
    service,
    file,
    tool: checks[language].tool,
    ...(isSure ? { loadedBy: service } : {}),
    ...(tolerable ? { tolerable } : {}),
    ...(comma ? withoutComma(source, flaw) : {}),
  };
}

function withoutComma({ file, text }: Source, { line = 1, column = 1 }: Flaw): { repair?: Repair } {
  const from = text.split('\n')[line - 1]?.replace(/\r$/, '') ?? '';
  const to = from.slice(0, column - 1) + from.slice(column);
  return { repair: [{ edit: 'replace', file, line, from, to }] };
}

/** A newer interpreter than the one that looked may understand more; which one the container has is not always known. */
function isNotNewer(language: Language, versions: Record<string, string>, dialect = ''): boolean {
  if (language === 'ruby' || language === 'php') return false;
  if (language !== 'javascript' && language !== 'python') return true;
  const [major = 0, minor = 0] = numbersOf(versions[language === 'python' ? 'PYTHON_VERSION' : 'NODE_VERSION'] ?? '');
  const [ourMajor = 0, ourMinor = 0] = numbersOf(dialect);
  if (language === 'javascript') return major > 0 && major <= ourMajor;
  return major === ourMajor && minor > 0 && minor <= ourMinor;
}

function numbersOf(version: string): number[] {
  return version.split('.').map(Number);
}
