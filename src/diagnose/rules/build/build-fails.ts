import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';
import { type FailedStep, failedStep } from '../../reading/build-output.ts';
import { instructionsOf } from '../../reading/dockerfile-copies.ts';
import { buildHints } from './build-hints.ts';

/** What a build failed of: a file that is not there, a Dockerfile that cannot be read, a command of it that failed. */
export const buildFails: Rule = {
  look: (evidence) =>
    evidence.stage === 'build' && evidence.code !== 'image-not-found'
      ? [...missing(evidence), ...unreadable(evidence), ...command(evidence), ...otherwise(evidence)]
      : [],
};

function said({ message, output }: Evidence): string[] {
  return [...message.split('\n'), ...output.toReversed()];
}

/** The service that is built, where the words name none: the only one, or the first that the message names. */
function built(evidence: Evidence, step?: FailedStep): string | undefined {
  const named = /cannot build ([^:]+?)(?:: |$)/.exec(evidence.message)?.[1]?.split(', ') ?? [];
  const target = evidence.output.findLast((line) => /^target ([\w.-]+): failed to solve/.test(line));
  const inLine = /target ([\w.-]+): failed/.exec(target ?? evidence.message)?.[1];
  return [step?.service, inLine, ...named].find((name) => name !== undefined && name in evidence.services);
}

function missing(evidence: Evidence): Candidate[] {
  const words =
    /failed to (?:compute cache key|calculate checksum).*?"(?<path>[^"]+)": not found|COPY failed: .*?(?:stat |no source files)(?<other>\S*)|"(?<third>\/[^"]+)": not found|lstat (?<fourth>\S+): no such file/;
  const line = said(evidence).find((one) => words.test(one));
  if (line === undefined) return [];
  const groups = words.exec(line)?.groups ?? {};
  const path = (groups['path'] ?? groups['other'] ?? groups['third'] ?? groups['fourth'] ?? '').replace(/^\//, '');
  const step = failedStep(evidence);
  const service = built(evidence, step);
  const dockerfile = service ? evidence.services[service]?.dockerfile : undefined;
  const at = dockerfile && instructionsOf(dockerfile.text).find((one) => /^\s*(?:COPY|ADD)\b/i.test(one.text) && one.text.includes(path));
  const ignored = dockerfile?.ignored?.text.split('\n').findIndex((rule) => leavesOut(rule, path)) ?? -1;
  const base = { ...(service ? { service } : {}), evidence: [{ from: 'build', text: line }], sure: 92 };
  const isThere = Object.entries(dockerfile?.copies ?? {}).some(([source, there]) => there && source.replace(/^\.?\//, '') === path);
  if (dockerfile?.ignored && (ignored >= 0 || isThere)) {
    const rule = dockerfile.ignored.text.split('\n')[ignored]?.trim();
    return [
      {
        ...{ ...base, cause: 'copy-ignored' as const },
        evidence: [...base.evidence, ...(rule ? [{ from: `${dockerfile.ignored.file}:${ignored + 1}`, text: rule }] : [])],
        summary: `${dockerfile.file} copies ${path}, which ${dockerfile.ignored.file} leaves out`,
        suggestion: `add a line !${path} at the end of ${dockerfile.ignored.file}`,
        at: rule ? `${dockerfile.ignored.file}:${ignored + 1}` : dockerfile.ignored.file,
        repair: [{ edit: 'insert-line', file: dockerfile.ignored.file, line: lineCount(dockerfile.ignored.text) + 1, text: `!${path}` }],
      },
    ];
  }
  return [
    {
      ...{ ...base, cause: 'copy-missing' },
      summary: `${dockerfile?.file ?? 'the Dockerfile'}${service ? ` of ${service}` : ''} copies ${path}, which is not in the build context`,
      suggestion: `make ${path} first, or correct the path: it counts from the build context, not from the Dockerfile`,
      ...(dockerfile && at ? { at: `${dockerfile.file}:${at.line}` } : {}),
    },
  ];
}

function lineCount(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

/** A line without wildcards; those are left to `check`, which reads such files as the builder does. */
function leavesOut(rule: string, path: string): boolean {
  const written = rule.trim().replace(/^\/|\/$/g, '');
  return written !== '' && !written.startsWith('#') && (written === '*' || written === path || path.startsWith(`${written}/`));
}

function unreadable(evidence: Evidence): Candidate[] {
  const words =
    /dockerfile parse error.*|(?:unknown instruction|failed to parse stage name|target stage "?\S+"? could not be found|invalid (?:field|reference).*|failed to (?:read dockerfile|process).*|no build stage in current context).*/i;
  const line = said(evidence).find((one) => words.test(one));
  if (line === undefined) return [];
  const service = built(evidence);
  const dockerfile = service ? evidence.services[service]?.dockerfile : undefined;
  const number = /(?:on )?line (\d+)/.exec(line)?.[1];
  const absent = /failed to read dockerfile|no such file/i.test(line);
  return [
    {
      ...{
        cause: absent ? 'dockerfile-missing' : 'dockerfile-syntax',
        evidence: [{ from: 'build', text: line }],
        sure: 92,
        ...(service ? { service } : {}),
      },
      summary: absent
        ? `the Dockerfile${service ? ` of ${service}` : ''} is not there`
        : `${dockerfile?.file ?? 'the Dockerfile'} cannot be read: ${words.exec(line)?.[0] ?? line}`,
      suggestion: absent ? 'let build.dockerfile name a file that is there' : 'correct that line',
      ...(dockerfile && number ? { at: `${dockerfile.file}:${number}` } : { at: ['services', service ?? '', 'build'] }),
    },
  ];
}

const shown = 6;

function command(evidence: Evidence): Candidate[] {
  const step = failedStep(evidence);
  if (!step || !/^(?:RUN|\/bin\/sh)/i.test(step.step)) return [];
  const service = built(evidence, step);
  const dockerfile = service ? evidence.services[service]?.dockerfile : undefined;
  const telling = tellingLines(step.lines);
  const hint = buildHints.find(({ words }) => step.lines.some((line) => words.test(line)));
  const words = hint ? step.lines.find((line) => hint.words.test(line)) : undefined;
  const told = words === undefined || !hint ? undefined : hint.tell(hint.words.exec(words)?.groups ?? {});
  const written = step.step.replace(/^RUN\s+/i, '');
  const at = dockerfile && instructionsOf(dockerfile.text).find((one) => similar(one.text.replace(/^\s*RUN\s+/i, ''), written));
  const code = step.exitCode === undefined ? '' : ` (exit code: ${step.exitCode})`;
  const lines = [...new Set([...(words ? [words] : []), ...telling])].slice(0, shown);
  return [
    {
      ...{ cause: 'build-command-failed', sure: 90, ...(service ? { service } : {}) },
      evidence: [
        ...lines.map((line) => ({ from: `build${service ? ` of ${service}` : ''}`, text: line.trim() })),
        { from: at && dockerfile ? `${dockerfile.file}:${at.line}` : 'build', text: `${step.step}${code}` },
      ],
      summary: `a command of ${service ? `${service}'s Dockerfile` : 'the Dockerfile'} failed${code}: ${written.slice(0, 120)}${told ? `: ${told.what}` : ''}`,
      suggestion:
        told?.remedy ?? `mend what it says; docker build${service ? `, in the context of ${service},` : ' .'} stops at the same line`,
      ...(at && dockerfile ? { at: `${dockerfile.file}:${at.line}` } : {}),
    },
  ];
}

function similar(one: string, other: string): boolean {
  const bare = (words: string) =>
    words
      .replaceAll(/--\w+=\S+\s/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  return bare(one) !== '' && bare(one) === bare(other);
}

/** Lines that name an error come first; then the last ones, which mostly say how it ended. */
function tellingLines(lines: string[]): string[] {
  const naming = lines.filter(
    (line) =>
      /(?:error|fatal|failed|not found|cannot|can't|unable|denied|no such|E:|ERR!|panic|exception|missing|undefined)/i.test(line) &&
      !/^\s+at /.test(line),
  );
  return [...naming.slice(-4), ...lines.filter((line) => !/^\s+at /.test(line)).slice(-2)];
}

/** No step can be told: the builder's own words are all there is. */
function otherwise(evidence: Evidence): Candidate[] {
  const service = built(evidence);
  const last = said(evidence)[0] ?? 'the build failed';
  return [
    {
      ...{ cause: 'build-command-failed', evidence: [{ from: 'build', text: last }], sure: 40, ...(service ? { service } : {}) },
      summary: `the build${service ? ` of ${service}` : ''} failed: ${last.replace(/^cannot build [^:]+: /, '').slice(0, 200)}`,
      suggestion: 'see the whole output: portside up --verbose',
    },
  ];
}
