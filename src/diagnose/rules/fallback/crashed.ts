import type { Candidate, Rule } from '../../candidate.ts';
import type { Evidence } from '../../evidence.ts';
import { distinct, lastWords, quote } from '../../reading/lines.ts';
import { describeStanding, lastExit, standingOf, troubled } from '../../reading/standing.ts';

/** Lines that programs end with for a reason. */
const telling = [
  /^(?:\w+\.)*\w*(?:Error|Exception|Panic|Fault)\b[:\s]/,
  /\b(?:panic|fatal|FATAL|PANIC|CRITICAL|Uncaught|Unhandled|Traceback|thread '.*' panicked)\b/,
  /\b(?:[Ee]rror|ERROR|ERR|\[error\]|level=error|"level":"(?:error|fatal)"|emerg|[Ff]ailed|[Cc]annot|[Uu]nable to|[Cc]ould not|[Aa]bort(?:ed|ing))\b/,
  /No such file or directory|can't open|not found|does not exist|invalid|denied|refused/i,
];

/** For want of anything better: who fell, how, and with which words. */
export const crashed: Rule = {
  look: (evidence) => [...troubled(evidence).flatMap((name) => ofService(evidence, name)), unknown(evidence)],
};

function ofService(evidence: Evidence, name: string): Candidate[] {
  const standing = standingOf(evidence, name);
  const code = lastExit(evidence.services[name]);
  const logs = evidence.services[name]?.logs ?? [];
  const words = tellingLine(logs);
  const said =
    words === undefined ? lastWords(evidence, name) : [quote({ from: `logs of ${name}`, text: words }), ...lastWords(evidence, name, 2)];
  if ((standing !== 'ended' && standing !== 'restarting') || code === 0 || code === undefined) return [];
  const signal = code > 128 ? signals[code - 128] : undefined;
  return [
    {
      ...{ cause: 'crashed', service: name, sure: 22 },
      evidence: distinct([...said, { from: 'engine', text: `${name} ended with exit code ${code}` }]),
      summary: `${name} ended with exit code ${code}${signal ? ` (${signal})` : ''}${words ? `: ${words.trim().slice(0, 200)}` : logs.length === 0 ? ', and wrote nothing' : ''}`,
      suggestion:
        logs.length === 0
          ? `run it by hand: portside up --keep, then portside exec … ${name} -- sh`
          : `its own words say more: portside logs ${name} (after portside up --keep)`,
      at: ['services', name],
    },
  ];
}

const signals: Record<number, string> = {
  4: 'illegal instruction: its processor is not this machine’s',
  6: 'aborted',
  7: 'bus error',
  8: 'arithmetic error',
  11: 'segmentation fault',
  13: 'broken pipe',
};

function tellingLine(logs: string[]): string | undefined {
  for (const words of telling) {
    const line = logs.findLast(
      (text) => words.test(text) && !/^\s+at |^\s*npm (?:ERR!|error) (?:A complete log|Lifecycle)|ELIFECYCLE/.test(text),
    );
    if (line !== undefined) return line;
  }
  return undefined;
}

function unknown(evidence: Evidence): Candidate {
  const { service, message, hint, stage } = evidence;
  return {
    ...{ cause: 'unknown', sure: 4, ...(service ? { service } : {}) },
    evidence: distinct([
      { from: stage === 'build' ? 'build' : 'portside', text: message },
      ...(service ? lastWords(evidence, service) : []),
    ]),
    summary:
      service && service in evidence.services
        ? `${service} ${describeStanding(evidence, service)}: ${message.split('\n')[0]}`
        : (message.split('\n')[0] ?? message),
    suggestion:
      hint ?? (service ? `look at it while it is there: portside up --keep, then portside logs ${service}` : 'run it again with --verbose'),
  };
}
