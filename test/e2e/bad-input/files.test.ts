import { describe, expect } from 'vitest';
import { test } from '../support/workplace.ts';

interface Bad {
  what: string;
  files: Record<string, string>;
  args?: string[];
  exit: 2 | 3;
  /** What is wrong, where, and what to do: all of it is said. */
  says: (string | RegExp)[];
}

const web = '  web: { image: "busybox:1.37", init: true, command: httpd -f -p 8080, ports: ["8080"] }';
const good = `services:\n${web}\n`;
const settings = (text: string) => ({ 'compose.yaml': `${good}x-portside:\n${text}\n` });

const bad: Bad[] = [
  { what: 'no Compose file', files: {}, exit: 2, says: ['There is no Compose file in', '-f FILE'] },
  {
    what: 'several candidates',
    files: { 'compose.yaml': good, 'docker-compose.yml': good },
    exit: 2,
    says: ['compose.yaml, docker-compose.yml', '-f compose.yaml  or  -f docker-compose.yml'],
  },
  {
    what: 'invalid YAML',
    files: { 'compose.yaml': 'services:\n  web: [1,\n  other: 2\n' },
    exit: 2,
    says: [/compose\.yaml:[23]:\d+: this is not valid YAML/],
  },
  {
    what: 'what Compose refuses',
    files: { 'compose.yaml': `services:\n${web}\n  other: { image: busybox, portz: ["1"] }\n` },
    exit: 2,
    says: [/compose\.yaml:3:\d+: .*portz/],
  },
  {
    what: 'an unknown key of x-portside',
    files: settings('  verfy: [{ http: "web:8080/" }]'),
    exit: 3,
    says: ['x-portside.verfy: Portside does not know this key', 'compose.yaml:4:3', 'did you mean verify?'],
  },
  {
    what: 'a probe of an unknown service',
    files: settings('  verify:\n    - http: wep:8080/'),
    exit: 3,
    says: ['names a service wep', /compose\.yaml:5:\d+/, 'did you mean web?'],
  },
  {
    what: 'a probe of an unpublished port',
    files: settings('  verify:\n    - http: web:9090/'),
    exit: 3,
    says: ['port 9090 of web, which is not published', /compose\.yaml:5:\d+/, 'publish it'],
  },
  {
    what: 'missing required variables, all at once',
    files: {
      'compose.yaml': `${good}    # \${FIRST:?the first} \n  two: { image: "busybox:1.37", environment: ["A=\${SECOND:?say which}", "B=\${THIRD:?}"] }\nx-portside: { env: { required: [FOURTH] } }\n`,
    },
    exit: 3,
    says: ['SECOND has no value: say which', 'THIRD has no value', 'FOURTH has no value', 'set SECOND in the shell or in .env'],
  },
  {
    what: 'no free port in the range',
    files: { 'compose.yaml': `${good}  two: { image: "busybox:1.37", ports: ["8080"] }\nx-portside: { range: 18800-18800 }\n` },
    exit: 3,
    says: ['no free port in 18800-18800', 'Widen the range'],
  },
  {
    what: 'an image that can be neither pulled nor built',
    files: { 'compose.yaml': 'services:\n  web: { image: "localhost:1/nobody/has-this:1" }\n' },
    exit: 3,
    says: ['cannot pull localhost:1/nobody/has-this:1 (web)', 'check name and tag of localhost:1/nobody/has-this:1'],
  },
  {
    what: 'a Dockerfile that fails',
    files: { 'compose.yaml': 'services:\n  web: { build: . }\n', Dockerfile: 'FROM busybox:1.37\nRUN echo no compiler here && exit 9\n' },
    exit: 3,
    says: ['cannot build web', /9/, 'Dockerfile:2'],
  },
  {
    what: 'a build context that is not there',
    files: { 'compose.yaml': 'services:\n  web: { build: ./gone }\n' },
    exit: 3,
    says: ['web cannot be built', 'gone'],
  },
  {
    what: 'a demanded port of nothing',
    files: { 'compose.yaml': good },
    args: ['--port', 'api=8001'],
    exit: 2,
    says: ['No published port is called api', 'web:8080'],
  },
  ...['../other', '--volumes', 'wörld', 'x'.repeat(300), 'Upper', ''].map((name): Bad => {
    const what = `an instance called ${JSON.stringify(name.slice(0, 20))}`;
    return {
      what,
      files: { 'compose.yaml': good },
      args: [`--name=${name}`],
      exit: 2,
      says: ["cannot be an instance's name", 'Try --name '],
    };
  }),
];

describe('bad input: an error that says what, where and what to do; nothing touched, nothing leased', () => {
  test.for(bad)('$what', async ({ files, args = [], exit, says }, { at }) => {
    const project = await at.project(files);

    const ended = await at.portside('up', project.directory, '--verbose', ...args);

    expect(ended.exit, ended.stderr).toBe(exit);
    for (const words of says) expect(ended.stderr).toMatch(typeof words === 'string' ? escaped(words) : words);
    expect(ended.stdout).toBe('');
    expect(await at.left()).toEqual([]);
  });

  test('two checkouts that claim one instance', async ({ at }) => {
    const [one, other] = [
      await at.project({ 'compose.yaml': `name: PROJECT\n${good}` }),
      await at.project({ 'compose.yaml': `name: PROJECT\n${good}` }),
    ];
    for (const project of [one, other]) await project.edit('PROJECT', one.name);
    const first = await at.up(one.directory, '--name', 'main');
    expect(first.exit, first.stderr).toBe(0);
    const before = await at.left();

    const second = await at.portside('up', other.directory, '--name', 'main');

    expect(second.exit).toBe(3);
    expect(second.stderr).toContain(one.directory);
    expect(second.stderr).toContain(other.directory);
    expect(await at.left()).toEqual(before);
  });
});

function escaped(words: string): RegExp {
  return new RegExp(words.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
}
