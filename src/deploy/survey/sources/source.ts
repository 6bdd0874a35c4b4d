/** What a file is written in, as far as somebody here can tell whether it parses. */
export type Language = 'javascript' | 'python' | 'shell' | 'ruby' | 'php' | 'json' | 'yaml';

/** A file that an image copies, or that is mounted. */
export interface Source {
  file: string;
  service: string;
  language: Language;
  text: string;
  /** Who runs or reads it, where that is evident; then it must parse. */
  loadedBy?: string;
}

/** What is wrong with one. Messages quote nothing of it: who knows what it holds. */
export interface Flaw {
  line?: number;
  column?: number;
  message: string;
  /** Readers that are less strict than the standard take it. */
  tolerable?: boolean;
  /** A comma that is too many stands right there. */
  comma?: boolean;
  /** The version of the language that it was held to, where there are several. */
  dialect?: string;
}

const byEnding: Record<string, Language> = {
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  py: 'python',
  sh: 'shell',
  bash: 'shell',
  rb: 'ruby',
  php: 'php',
  json: 'json',
  yml: 'yaml',
  yaml: 'yaml',
};

export function endingOf(file: string): string {
  return /\.([a-z]+)$/.exec(file)?.[1] ?? '';
}

/** Whether it is worth reading at all: known by its ending, or perhaps by its first line. */
export function mayBeSource(file: string): boolean {
  return endingOf(file) in byEnding || !/\.\w+$/.test(file.slice(file.lastIndexOf('/') + 1));
}

export function languageOf(file: string, text: string): Language | undefined {
  const first = /^#!.*/.exec(text)?.[0] ?? '';
  if (/\b(?:sh|bash|ash|dash)\b/.test(first)) return 'shell';
  if (/\bnode(?:js)?\b/.test(first)) return 'javascript';
  if (/\bpython3?\b/.test(first)) return 'python';
  if (first !== '' && !/\b(?:ruby|php)\b/.test(first)) return undefined;
  return byEnding[endingOf(file)];
}

/** What is filled in before anybody reads it, or written in a dialect of its own. */
export function isTemplate({ text, language, file }: Pick<Source, 'text' | 'language' | 'file'>): boolean {
  if (/\.(?:tpl|tmpl|template|j2|erb|dist|example|sample)\b/.test(file)) return true;
  if (language === 'yaml' || language === 'json') return /\{\{|\{%|<%|\$\{|%%/.test(text);
  if (language === 'javascript') return /<%|\{%|^\s*\/[/*]\s*@flow/m.test(text);
  return language === 'shell' ? /\{\{|\bshopt\b|extglob/.test(text) : /\{%/.test(text);
}
