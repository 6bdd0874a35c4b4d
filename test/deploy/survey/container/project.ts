import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Settings } from '../../../../src/contract/settings.ts';
import { check, imagesAlone } from '../../../../src/deploy/check/check.ts';
import { sourcesRules } from '../../../../src/deploy/check/rules/sources.ts';
import type { ComposeService } from '../../../../src/deploy/model/compose-file.ts';
import type { Finding } from '../../../../src/deploy/model/finding.ts';
import type { Image } from '../../../../src/deploy/model/image.ts';
import type { FileInside, FilesInside } from '../../../../src/deploy/model/inside.ts';
import { surveySources } from '../../../../src/deploy/survey/sources/survey-sources.ts';
import { surveyImages } from '../../../../src/deploy/survey/survey-images.ts';
import { createFakeEngine, type FakeEngine } from '../../../../src/engine/fake.ts';
import { systemClock } from '../../../../src/system/clock.ts';
import { inputOf } from '../../check/input.ts';

export interface Project {
  folder: string;
  home: string;
  engine: FakeEngine;
  /** What the rules on images and sources find; `$PROJECT` in sources of mounts and contexts is the folder. */
  findings(
    services: Record<string, ComposeService>,
    facts?: { architecture?: string; emulates?: boolean },
    settings?: Settings,
  ): Promise<Finding[]>;
}

const program = (text?: string): FileInside => ({
  kind: 'file',
  path: '',
  mode: 0o755,
  ...(text === undefined ? { madeFor: 'amd64' } : { text }),
});

/** An image with a busybox, as small as rules need it. */
export const smallImage: Image = {
  ...{ id: `sha256:${'1'.repeat(64)}`, reference: 'small:1', volumes: [], exposed: [] },
  ...{ command: ['sh'], environment: { PATH: '/bin' }, os: 'linux', architecture: 'amd64' },
};

export const smallFiles: FilesInside = {
  ...Object.fromEntries(['sh', 'sleep', 'httpd', 'node', 'env'].map((name) => [`/bin/${name}`, { ...program(), path: `/bin/${name}` }])),
  '/usr/bin/env': { ...program(), path: '/usr/bin/env' },
  '/etc/passwd': { kind: 'file', path: '/etc/passwd', mode: 0o644, text: 'root:x:0:0::/:/bin/sh\nnode:x:1000:1000::/:/bin/sh\n' },
  '/etc/group': { kind: 'file', path: '/etc/group', mode: 0o644, text: 'root:x:0:\n' },
  '/srv': { kind: 'directory', path: '/srv', mode: 0o755 },
};

/** Files of a project, by path; those that begin with `#!` may be executed unless `plain` names them. */
export async function projectOf(files: Record<string, string>, { plain = [] }: { plain?: string[] } = {}): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'portside-project-'));
  const home = await mkdtemp(join(tmpdir(), 'portside-home-'));
  onTestFinished(async () => {
    await rm(folder, { recursive: true });
    await rm(home, { recursive: true });
  });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
    if (text.startsWith('#!') && !plain.includes(name)) await chmod(join(folder, name), 0o755);
  }
  const engine = createFakeEngine({ clock: systemClock });
  engine.addImage(smallImage, smallFiles);
  return { folder, home, engine, findings };

  async function findings(
    services: Record<string, ComposeService>,
    facts: { architecture?: string; emulates?: boolean } = { architecture: 'amd64' },
    settings: Settings = {},
  ) {
    const there = JSON.parse(JSON.stringify(services).replaceAll('$PROJECT', folder)) as Record<string, ComposeService>;
    const compose = { name: 'shop', services: there };
    const tools = { engine, home, environment: process.env as Record<string, string>, references: referencesOf(there) };
    const input = inputOf({ services: there, draft: { settings } });
    const engineFacts = { ...input.facts.engine, ...facts };
    const seen = await surveyImages({ compose, settings }, { engine: engineFacts }, tools);
    const syntax = await surveySources(compose, seen, tools);
    const stack = { ...input.stack, project: { ...input.stack.project, directory: folder } };
    const surroundings = { ...input.surroundings, ...seen, syntax };
    return check({ ...input, stack, surroundings, facts: { ...input.facts, engine: engineFacts } }, [...imagesAlone, ...sourcesRules]);
  }
}

function referencesOf(services: Record<string, ComposeService>): Record<string, string> {
  return Object.fromEntries(Object.entries(services).map(([service, { image }]) => [service, image ?? `portside/none:${service}`]));
}

/** Causes and repairs, in short. */
export function inShort(findings: Finding[], { folder }: Pick<Project, 'folder'>): string[] {
  return findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ severity, cause, repair }) => `${severity} ${cause} ${repair ? JSON.stringify(repair).replaceAll(`${folder}/`, '') : '-'}`);
}
