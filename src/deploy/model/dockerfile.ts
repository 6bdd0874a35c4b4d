/** One Dockerfile as the rules see it. Lines are counted from 1. */
export interface DockerfileFacts {
  /** Its path; that of the Compose file's service where it is written there. */
  file: string;
  /** It is written into the Compose file (`dockerfile_inline`): its lines are not those of a file. */
  inline: boolean;
  context: string;
  text: string;
  instructions: Instruction[];
  stages: Stage[];
  /** Index of the stage that is built: what `target` names, or the last one; absent where there is no such stage. */
  target?: number;
  /** What `target` asks for, where it asks. */
  wantedTarget?: string;
  /** A frontend of its own reads it (`# syntax=`), which may understand more than Docker's. */
  foreignSyntax: boolean;
  /** COPY and ADD of what lies in the context, in the order of the file. */
  copies: Copy[];
}

export interface Instruction {
  /** In capitals. */
  keyword: string;
  /** As it is written. */
  word: string;
  line: number;
  lastLine: number;
  /** Index of its stage; absent before the first FROM. */
  stage?: number;
  flags: Record<string, string>;
  /** What follows keyword and flags, continued lines joined. */
  text: string;
  /** Its words without quotes; variables filled in where their values are known. Undefined: not known before the build. */
  words: (string | undefined)[];
  /** The list, where it is written as JSON. */
  json?: string[];
  /** Its text goes on in a here-document. */
  heredoc: boolean;
}

export interface Stage {
  index: number;
  name?: string;
  line: number;
  /** The image, or the name of the stage, that it begins with; undefined where only the build will know. */
  from: string | undefined;
  /** Index of the earlier stage that it begins with. */
  base?: number;
  /** The stage that is built is made from it. */
  needed: boolean;
  platform?: string;
}

/** What one COPY or ADD takes out of the context. */
export interface Copy {
  keyword: 'COPY' | 'ADD';
  line: number;
  stage: number;
  sources: CopySource[];
  /** Absolute, as written: a `/` at its end says that it is a folder. Undefined where only the build will know. */
  destination: string | undefined;
  /** `--chmod` */
  chmod?: string;
}

export interface CopySource {
  /** As it is written, variables filled in. */
  written: string;
  /** Below the context, normalised, with `/`; `.` is all of it. */
  path: string;
  kind: 'file' | 'directory' | 'pattern' | 'missing' | 'unknown';
  /** `.dockerignore` leaves it out, as a whole. */
  ignored?: { file: string; line?: number; pattern?: string };
}

/** Instructions of the stage and of those that it begins with, in the order in which they are run. */
export function chainOf(facts: Pick<DockerfileFacts, 'instructions' | 'stages'>, stage: number | undefined): Instruction[] {
  if (stage === undefined) return [];
  const own = facts.instructions.filter((one) => one.stage === stage && one.keyword !== 'FROM');
  return [...chainOf(facts, facts.stages[stage]?.base), ...own];
}

/** The image that the stage begins with, whatever stages lie between. */
export function baseImageOf(facts: DockerfileFacts, stage: number | undefined): string | undefined {
  const found = stage === undefined ? undefined : facts.stages[stage];
  return found?.base === undefined ? found?.from : baseImageOf(facts, found.base);
}

/** What Docker's own frontend understands. */
export const dockerfileKeywords: readonly string[] = [
  ...['ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL', 'MAINTAINER', 'ONBUILD'],
  ...['RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR'],
];
