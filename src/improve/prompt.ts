import { basename, join } from 'node:path';
import type { ImproveOptions } from '../contract/improve.ts';
import { checkProject } from '../deploy/examine/checked.ts';
import { placeOf } from '../deploy/model/finding.ts';
import { readEnvFiles } from '../deploy/resolve/env-files.ts';
import type { DeployTools } from '../deploy/tools.ts';
import { runStore } from '../loop/run-store.ts';
import { promptOf } from '../loop/prompt.ts';
import type { Redactor } from '../redaction/redact.ts';
import { baseSettings } from './base-settings.ts';
import { findAll } from './begin.ts';
import { criteriaAsked } from '../contract/until.ts';
import { nameOf } from './judge/name-of.ts';

/** The first prompt, as far as it can be known without bringing anything up: what `check` finds stands for what a deployment would show. */
export async function improvePrompt(options: ImproveOptions, tools: DeployTools, redactor: Redactor): Promise<{ prompt: string }> {
  const { found, repository } = await findAll({ ...options, init: false }, tools);
  redactor.learnEnvironment({ ...tools.environment, ...(await readEnvFiles(found.envFiles, tools.environment)) });
  const settings = await baseSettings(found.files);
  const { report } = await checkProject(found, tools, redactor);
  const findings = report.findings.map(({ rule, severity, message, file, line, fix }) => ({
    ...{ rule, severity, message },
    ...(file ? { at: placeOf({ file: file.replace(`${found.directory}/`, ''), ...(line ? { line } : {}) }) } : {}),
    ...(fix ? { fix } : {}),
  }));
  const criteria = criteriaAsked(options.until, settings.accept).map((one) => ({
    name: nameOf(one),
    held: false,
    detail: 'not looked at yet',
  }));
  const evidence = { criteria, findings, logs: [], tried: [], remembered: [] };
  const project = basename(found.directory);
  const directory = join(runStore(tools.home, found.directory).folder, 'worktree', project, repository.below);
  const goal = options.goal === undefined ? {} : { goal: options.goal };
  const kept = settings.improve?.protect ?? [];
  return { prompt: redactor.text(promptOf({ project, directory, iteration: 1, evidence, kept, ...goal })) };
}
