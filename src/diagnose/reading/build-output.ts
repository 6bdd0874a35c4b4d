import type { Evidence } from '../evidence.ts';

/** The step of a build that failed, and what it printed. */
export interface FailedStep {
  service?: string;
  /** Such as `RUN node build.js`. */
  step: string;
  /** As it ran: `/bin/sh -c node build.js`. */
  command?: string;
  exitCode?: number;
  /** Oldest first, without the builder's marks. */
  lines: string[];
}

/**
 * BuildKit's plain progress: `#8 [site 4/4] RUN node build.js`, `#8 0.168 …`, `#8 ERROR: process "…" did not complete successfully: exit code: 1`.
 * The classic builder's and Podman's: `Step 4/5 : RUN …` or `STEP 4/5: RUN …`, and what follows.
 */
export function failedStep(evidence: Evidence): FailedStep | undefined {
  const { output } = evidence;
  const failing = output.findLast((line) => /^#\d+ ERROR: (?!failed to do request)/.test(line));
  const number = /^#(\d+) /.exec(failing ?? '')?.[1];
  if (failing === undefined || number === undefined) return classicStep(evidence);
  const mine = output.filter((line) => line.startsWith(`#${number} `)).map((line) => line.slice(number.length + 2));
  const title = mine.find((line) => line.startsWith('[')) ?? '';
  const [, place = '', step = title] = /^\[([^\]]+)\] ([^]*)$/.exec(title) ?? [];
  const service = Object.keys(evidence.services).find((name) => place.split(' ')[0] === name);
  const lines = mine.filter((line) => line !== title && !/^(?:ERROR: |CANCELED|CACHED|DONE |transferring |resolve |sha256:)/.test(line));
  return {
    ...(service ? { service } : {}),
    step,
    ...endOf(failing),
    lines: lines.map((line) => line.replace(/^\d+\.\d+ ?/, '')).filter((line) => line.trim() !== ''),
  };
}

function endOf(text: string): Pick<FailedStep, 'command' | 'exitCode'> {
  const command = /process "(.*)" did not complete/.exec(text)?.[1];
  const code = /(?:exit code: |non-zero code: |exit status )(\d+)/.exec(text)?.[1];
  return { ...(command ? { command } : {}), ...(code ? { exitCode: Number(code) } : {}) };
}

function classicStep({ output, message }: Evidence): FailedStep | undefined {
  const index = output.findLastIndex((line) => /^(?:\[\S+\] )?step \d+\/\d+ ?: /i.test(line));
  const title = output[index];
  if (title === undefined) return undefined;
  const lines = output.slice(index + 1).filter((line) => !/^(?: ?---> |Removing intermediate|STEP)/.test(line) && line.trim() !== '');
  return { step: title.replace(/^(?:\[\S+\] )?step \d+\/\d+ ?: /i, ''), ...endOf([...output.slice(index), message].join('\n')), lines };
}
