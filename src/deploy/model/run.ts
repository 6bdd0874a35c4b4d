import { posix } from 'node:path';
import type { FileInside } from './inside.ts';

/** What a service's container runs first, and what lies around that, as far as it is known before it is started. */
export interface Run {
  entrypoint: string[];
  command: string[];
  /** Who says so: the Compose file, or the image. */
  from: { entrypoint: 'compose' | 'image'; command: 'compose' | 'image'; healthcheck?: 'compose' | 'image' };
  workdir: string;
  user?: string;
  /** The folders of PATH. */
  path: string[];
  /** Runs a healthcheck that is written as text. */
  shell: string[];
  /** What `x-portside.before` runs in a container of its own. */
  before?: string[];
  /** `['CMD', …]` or `['CMD-SHELL', text]` */
  healthcheck?: string[];
  /** What the image says of its own versions, such as NODE_VERSION. */
  versions: Record<string, string>;
  /** By absolute path inside the container. What is absent is not known: a volume hides it, or nobody looked. */
  files: Record<string, RunFile>;
  /** Files that the image has, and a mount hides. */
  hidden?: string[];
}

/** `host` is the file of this machine that it is, where a mount or a COPY brings it. */
export interface RunFile extends FileInside {
  via: 'image' | 'mount' | 'copy';
  host?: string;
  /** The COPY that brings it. */
  copiedAt?: { file: string; line: number; inline: boolean; chmod?: string };
}

/** Where the engine looks for a program, in order. */
export function placesOf(program: string, { path, workdir }: Pick<Run, 'path' | 'workdir'>): string[] {
  if (program.includes('/')) return [insideOf(workdir, program)];
  return path.map((folder) => posix.join(folder, program));
}

export function insideOf(workdir: string, path: string): string {
  return posix.resolve('/', workdir, path);
}

/** The file that a program's name means; `missing` only where every place was looked at. */
export function findProgram(program: string, run: Pick<Run, 'path' | 'workdir' | 'files'>): RunFile | 'missing' | 'unknown' {
  for (const place of placesOf(program, run)) {
    const seen = run.files[place];
    if (!seen) return 'unknown';
    if (program.includes('/')) return seen.kind === 'missing' ? 'missing' : seen;
    if (seen.kind === 'file' && isExecutable(seen)) return seen;
  }
  return 'missing';
}

/** For anybody at all; where the mode is not known, it may be. */
export function isExecutable({ mode }: Pick<FileInside, 'mode'>): boolean {
  return mode === undefined || (mode & 0o111) !== 0;
}

/** The words of a script's first line, `#!` left out; undefined for what is no script. */
export function shebangOf(text: string | undefined): string[] | undefined {
  const first = /^#![ \t]*([^\n]*)/.exec(text ?? '')?.[1];
  return first
    ?.replace(/\r$/, '')
    .trim()
    .split(/[ \t]+/);
}

/** The program that runs a script: `bash` of `#!/usr/bin/env bash`, `/bin/sh` of `#!/bin/sh`. */
export function interpretersOf(text: string | undefined): string[] {
  const [first, ...rest] = shebangOf(text) ?? [];
  if (!first) return [];
  if (posix.basename(first) !== 'env') return [first];
  const named = rest.find((word) => !word.startsWith('-') && !word.includes('='));
  return named ? [first, named] : [first];
}

const interpreters = /^(?:sh|bash|ash|dash|node|nodejs|python[\d.]*|ruby|php|perl)$/;

/** The script that an interpreter is given, as it is written: `web.js` of `node --trace-warnings web.js`. */
export function scriptOf(argv: string[]): { interpreter: string; script: string } | undefined {
  const [program = '', ...rest] = argv;
  const interpreter = posix.basename(program);
  if (interpreter === 'tini' || interpreter === 'dumb-init' || interpreter === 'docker-entrypoint.sh') {
    const next = rest.findIndex((word) => !word.startsWith('-'));
    return next < 0 ? undefined : scriptOf(rest.slice(next));
  }
  const [first] = rest;
  // An option may take the next word with it, or be the program itself (`-c`, `-e`): only what stands right behind is sure.
  return interpreters.test(interpreter) && first !== undefined && !first.startsWith('-') ? { interpreter, script: first } : undefined;
}

/** Node adds endings by itself; a shell looks on PATH too. */
export function scriptPlaces(
  { interpreter, script }: { interpreter: string; script: string },
  run: Pick<Run, 'path' | 'workdir'>,
): string[] {
  const place = insideOf(run.workdir, script);
  if (interpreter.startsWith('node')) return [place, `${place}.js`, `${place}.json`, `${place}.node`];
  return script.includes('/') || /^(?:python|php)/.test(interpreter) ? [place] : [place, ...placesOf(script, run)];
}
