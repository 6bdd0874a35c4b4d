import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Images } from '../../src/deploy/model/image.ts';
import { generatedPlaceholder, withGenerated } from '../../src/deploy/resolve/generated.ts';
import { resolveStack } from '../../src/deploy/resolve/resolve.ts';
import { makeStanding } from '../../src/graduation/make.ts';
import { proveStanding } from '../../src/graduation/prove.ts';
import { systemIds } from '../../src/system/ids.ts';
import { standingText } from '../../src/graduation/text.ts';
import { type DraftOptions, draftOf, realCompose } from '../deploy/resolve/workbench.ts';

export interface StandingOptions extends DraftOptions {
  /** Added to each port that the file asks for. */
  moved?: number;
  images?: Images;
}

export const head = {
  ...{ project: 'shop', instance: 'demo', version: 3, contentHash: 'abc', uuid: 'e1', timestamp: '2026-11-21T12:00:00.000Z' },
  ...{ successes: 10, failures: 0, ratio: 10, run: 'docker compose -f compose.standing.yaml -p shop-standing up -d', notes: [] },
};

/** What `graduate` makes of these files, and proves by the real Compose. */
export async function standingOf(files: Record<string, string>, { moved = 0, images = {}, ...options }: StandingOptions = {}) {
  const plain = await draftOf(files, options);
  const { directory } = plain.project;
  const draft = withGenerated(
    plain,
    Object.fromEntries(plain.toGenerate.map((name) => [name, `${generatedPlaceholder}-${name}-3f9c1d7b`])),
  );
  const identity = { project: draft.project.name, instance: 'demo', composeName: `${draft.project.name}-demo`, directory };
  const leases = draft.requests.map((request, index) => ({ ...request, port: (request.preferred ?? 20_001 + index) + moved }));
  const stack = await resolveStack(realCompose, draft, identity, leases);
  const seen = { draft, stack, images, contentHash: 'abc', git: undefined };
  const environment = { PATH: process.env['PATH'] ?? '', HOME: directory, ...options.shell };
  const tools = { parser: realCompose, environment, home: join(directory, 'portside-home'), ids: systemIds };
  const made = await makeStanding(seen, `${draft.project.name}-standing`, tools);
  const text = await standingText(made, { ...head, notes: made.notes });
  await proveStanding(text, made, seen, tools);
  return { text, file: parse(text) as Record<string, never>, notes: made.notes, includedFrom: made.includedFrom, directory };
}

/** The body of a standing file: without its head. */
export function bodyOf(text: string): string {
  return text.slice(text.indexOf('\n\n') + 2);
}

export const example = (path: string) => readFile(new URL(`../../examples/${path}`, import.meta.url), 'utf8');
