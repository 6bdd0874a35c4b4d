import type { CheckInput } from '../../../src/deploy/check/rule.ts';
import type { ComposeFile } from '../../../src/deploy/model/compose-file.ts';
import type { DockerfileFacts } from '../../../src/deploy/model/dockerfile.ts';
import type { Draft } from '../../../src/deploy/model/draft.ts';
import { written } from '../../../src/deploy/resolve/written.ts';
import type { Stack } from '../../../src/deploy/model/stack.ts';
import { type Surroundings, emptySurroundings } from '../../../src/deploy/model/surroundings.ts';

export interface InputOptions {
  services?: ComposeFile['services'];
  networks?: NonNullable<ComposeFile['networks']>;
  volumes?: NonNullable<ComposeFile['volumes']>;
  draft?: Partial<Draft>;
  variables?: Stack['variables'];
  leases?: Stack['leases'];
  otherInstances?: CheckInput['otherInstances'];
  facts?: Partial<CheckInput['facts']>;
  surroundings?: Partial<Surroundings>;
  running?: Partial<NonNullable<CheckInput['running']>>;
  leftAlone?: string[];
  /** What the Compose files write, each as data. */
  files?: unknown[];
}

/** What every sound service says of its logs. */
export const withLimit = { driver: 'json-file', options: { 'max-size': '10m' } };

/** What rules look at, of a small sound project; every place is said to be in `compose.yaml`, its path as the line's stand-in. */
export function inputOf({
  services = { web: { image: 'busybox:1.37', logging: withLimit } },
  networks = {},
  volumes = {},
  draft = {},
  variables = [],
  leases = [],
  otherInstances = [],
  facts = {},
  surroundings = {},
  running,
  leftAlone = [],
  files = [],
}: InputOptions): CheckInput {
  const project = { name: 'shop', directory: '/srv/shop', files: ['/srv/shop/compose.yaml'], envFiles: [], profiles: [] };
  const documents = files.map((data, index) => ({ file: `/srv/shop/compose${index || ''}.yaml`, text: JSON.stringify(data), data }));
  const model: ComposeFile = { name: 'shop', services, networks, volumes };
  const whole: Draft = {
    project,
    model,
    sources: {
      locate: (path) => ({ file: path.join('.') }),
      written: (path) => written(documents.length > 0 ? documents : [{ data: model }], path),
      locateVariable: (name) => ({ file: `\${${name}}` }),
      files: documents,
      syntaxErrors: [],
    },
    environment: {},
    variables,
    toGenerate: [],
    missing: [],
    values: {},
    inactive: [],
    missingBuildFiles: {},
    settings: {},
    settingsProblems: [],
    requests: [],
    ...draft,
  };
  const identity = { project: 'shop', instance: 'demo', composeName: 'shop-demo', directory: '/srv/shop' };
  const stack: Stack = {
    project,
    identity,
    settings: whole.settings,
    settingsProblems: whole.settingsProblems,
    compose: model,
    leases,
    contents: { secrets: {}, configs: {} },
    generated: {},
    givenNames: {},
    ownNames: { networks: [], volumes: [] },
    variables,
    leftAlone,
    environment: {},
  };
  const engine = {
    kind: 'docker',
    version: '26.1.5',
    startInterval: true,
    runsHealthchecks: true,
    local: true,
    host: '127.0.0.1',
    id: 'x',
  } as const;
  return {
    stack,
    draft: whole,
    facts: { engine, publishedPorts: [], networks: [], present: { networks: [], volumes: [] }, plainCompose: [], starting: 0, ...facts },
    surroundings: { ...emptySurroundings, ...surroundings },
    ...(running ? { running: { containers: [], volumes: [], ...running } } : {}),
    otherInstances,
    ruleIds: [],
  };
}

/** A Dockerfile of which only the text matters. */
export function dockerfileOf(text: string): DockerfileFacts {
  return {
    ...{ file: '/srv/shop/Dockerfile', context: '/srv/shop', inline: false, text },
    ...{ instructions: [], stages: [], foreignSyntax: false, copies: [] },
  };
}
