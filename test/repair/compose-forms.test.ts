import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/deploy/model/repair.ts';
import { edited } from './workbench.ts';

/** What stands below `web:`, before and after. */
interface Case {
  what: string;
  before: string;
  edit: Edit;
  after: string;
}

const set = (path: string, value: unknown): Edit => ({ edit: 'set', path: pathOf(path), value });
const remove = (path: string): Edit => ({ edit: 'remove', path: pathOf(path) });
const rename = (path: string, to: string): Edit => ({ edit: 'rename', path: pathOf(path), to });
const pathOf = (path: string) => ['services', 'web', ...path.split('/').map((key) => (/^\d+$/.test(key) ? Number(key) : key))];

const cases: Case[] = [
  { what: 'a value', before: 'image: redis # c', edit: set('image', 'redis:7'), after: 'image: redis:7 # c' },
  { what: 'a value in its quotes', before: "image: 'redis'", edit: set('image', 'redis:7'), after: "image: 'redis:7'" },
  { what: 'a new key behind its siblings', before: 'image: x # c\n# d', edit: set('init', true), after: 'image: x # c\ninit: true\n# d' },
  {
    what: 'a new key in a flow map',
    before: 'healthcheck: { test: x, retries: 3, }',
    edit: set('healthcheck/interval', '5s'),
    after: 'healthcheck: { test: x, retries: 3, interval: 5s, }',
  },
  {
    what: 'a new map',
    before: 'image: x',
    edit: set('healthcheck', { test: ['CMD', 'true'], retries: 3 }),
    after: 'image: x\nhealthcheck:\n  test: [CMD, "true"]\n  retries: 3',
  },
  {
    what: 'a variable of a map',
    before: 'environment:\n  A: "b" # c\n  B: c',
    edit: set('environment/A', 'x y'),
    after: 'environment:\n  A: "x y" # c\n  B: c',
  },
  {
    what: 'a variable of a list',
    before: 'environment:\n  - A=b # c\n  - B',
    edit: set('environment/A', 'x'),
    after: 'environment:\n  - A=x # c\n  - B',
  },
  {
    what: 'a variable of a list that takes it from outside',
    before: 'environment: [A, "B=c"]',
    edit: set('environment/A', 'x'),
    after: 'environment: [A=x, "B=c"]',
  },
  {
    what: 'a new variable in a list',
    before: 'environment:\n  - "A=b"\nimage: x',
    edit: set('environment/B', 1),
    after: 'environment:\n  - "A=b"\n  - "B=1"\nimage: x',
  },
  {
    what: 'a new variable below an empty key',
    before: 'environment: # none yet\nimage: x',
    edit: set('environment/B', '1'),
    after: 'environment: # none yet\n  B: "1"\nimage: x',
  },
  {
    what: 'a variable that goes',
    before: 'environment:\n  # about B\n  B: 1 # c\n  C: 2',
    edit: remove('environment/B'),
    after: 'environment:\n  # about B\n  C: 2',
  },
  {
    what: 'a variable that goes from a list',
    before: 'environment: [A=1, B=2]',
    edit: remove('environment/B'),
    after: 'environment: [A=1]',
  },
  {
    what: 'a variable by another name',
    before: 'environment:\n  - BA=1',
    edit: rename('environment/BA', 'AB'),
    after: 'environment:\n  - AB=1',
  },
  {
    what: 'a build argument in a list',
    before: 'build:\n  context: .\n  args: [A=b]',
    edit: set('build/args/A', 'c'),
    after: 'build:\n  context: .\n  args: [A=c]',
  },
  {
    what: 'a condition where depends_on is a list',
    before: 'depends_on:\n  - db # the data\n  # soon\n  - cache',
    edit: set('depends_on/db/condition', 'service_healthy'),
    after: 'depends_on:\n  db: # the data\n    condition: service_healthy\n  # soon\n  cache:\n    condition: service_started',
  },
  {
    what: 'a condition where the list is as far left as its key',
    before: 'depends_on:\n- db\nimage: x',
    edit: set('depends_on/db/condition', 'service_healthy'),
    after: 'depends_on:\n  db:\n    condition: service_healthy\nimage: x',
  },
  {
    what: 'a condition in a flow list',
    before: 'depends_on: [db, "cache"] # c',
    edit: set('depends_on/db/condition', 'service_healthy'),
    after: 'depends_on: { db: { condition: service_healthy }, "cache": { condition: service_started } } # c',
  },
  {
    what: 'a condition in a map',
    before: 'depends_on:\n  db: { condition: service_started }',
    edit: set('depends_on/db/condition', 'service_healthy'),
    after: 'depends_on:\n  db: { condition: service_healthy }',
  },
  {
    what: 'a new dependency in a list',
    before: 'depends_on: [db]',
    edit: set('depends_on/cache', { condition: 'service_started' }),
    after: 'depends_on: [db, cache]',
  },
  {
    what: 'a new dependency with a condition in a list',
    before: 'depends_on:\n  - db',
    edit: set('depends_on/cache', { condition: 'service_healthy' }),
    after: 'depends_on:\n  db:\n    condition: service_started\n  cache:\n    condition: service_healthy',
  },
  {
    what: 'a dependency by its right name',
    before: 'depends_on:\n  - postgres',
    edit: rename('depends_on/postgres', 'db'),
    after: 'depends_on:\n  - db',
  },
  { what: 'the only dependency that goes', before: 'depends_on:\n  - web\nimage: x', edit: remove('depends_on/web'), after: 'image: x' },
  { what: 'another network', before: 'networks: [front]', edit: set('networks/back', null), after: 'networks: [front, back]' },
  {
    what: 'an alias in one of several networks',
    before: 'networks:\n  - front\n  - back',
    edit: set('networks/back/aliases', ['api']),
    after: 'networks:\n  front: {}\n  back: { aliases: [api] }',
  },
  {
    what: 'a container port in its short form',
    before: 'ports:\n  - "127.0.0.1:8080:80/tcp"',
    edit: set('ports/0/target', 8080),
    after: 'ports:\n  - "127.0.0.1:8080:8080/tcp"',
  },
  { what: 'a container port without a host port', before: 'ports: ["80"]', edit: set('ports/0/target', 5173), after: 'ports: ["5173"]' },
  {
    what: 'an address for a published port',
    before: 'ports: ["8080:80"]',
    edit: set('ports/0/host_ip', '127.0.0.1'),
    after: 'ports: ["127.0.0.1:8080:80"]',
  },
  { what: 'a host port that goes', before: 'ports: ["8080:80"]', edit: remove('ports/0/published'), after: 'ports: ["80"]' },
  {
    what: 'a port in its long form',
    before: 'ports:\n  - target: 80\n    published: "8080"',
    edit: set('ports/0/target', 81),
    after: 'ports:\n  - target: 81\n    published: "8080"',
  },
  {
    what: 'the first key of an item goes',
    before: 'ports:\n  - published: "8080"\n    target: 80',
    edit: remove('ports/0/published'),
    after: 'ports:\n  - target: 80',
  },
  {
    what: 'a mount that may not be written',
    before: 'volumes: ["./a:/b"]',
    edit: set('volumes/0/read_only', true),
    after: 'volumes: ["./a:/b:ro"]',
  },
  {
    what: 'a mount that may be written',
    before: 'volumes: ["./a:/b:ro,z"]',
    edit: set('volumes/0/read_only', false),
    after: 'volumes: ["./a:/b:z"]',
  },
  {
    what: 'the source of a mount, relative as it was',
    before: 'volumes:\n- ./a:/b',
    edit: set('volumes/0/source', '/srv/shop/c'),
    after: 'volumes:\n- ./c:/b',
  },
  { what: 'a mount that goes', before: 'volumes:\n  - ./a:/b # c\n  - ./d:/e', edit: remove('volumes/0'), after: 'volumes:\n  - ./d:/e' },
  {
    what: 'a healthcheck in its text',
    before: 'healthcheck:\n  test: curl -f localhost',
    edit: set('healthcheck/test', ['CMD-SHELL', 'wget -q x']),
    after: 'healthcheck:\n  test: wget -q x',
  },
  {
    what: 'a healthcheck in its list',
    before: 'healthcheck:\n  test: ["CMD", "curl", "x"] # c',
    edit: set('healthcheck/test', ['CMD', 'wget', 'x']),
    after: 'healthcheck:\n  test: ["CMD", "wget", "x"] # c',
  },
  {
    what: 'a healthcheck over lines',
    before: 'healthcheck:\n  test:\n    - CMD\n    - curl\n  retries: 3',
    edit: set('healthcheck/test', ['CMD', 'wget']),
    after: 'healthcheck:\n  test: [CMD, wget]\n  retries: 3',
  },
  {
    what: 'one word of a command',
    before: "command: httpd -f -p '80'",
    edit: set('command/3', '8080'),
    after: 'command: httpd -f -p 8080',
  },
  {
    what: 'one word of a command that is a list',
    before: 'command: ["httpd", "-p", "80"]',
    edit: set('command/2', '8080'),
    after: 'command: ["httpd", "-p", "8080"]',
  },
  {
    what: 'a command, whole',
    before: 'command: >\n  httpd\n  -f\nimage: x',
    edit: set('command', ['httpd', '-f']),
    after: 'command: [httpd, -f]\nimage: x',
  },
  {
    what: 'a Dockerfile where build is a folder',
    before: 'build: ./app # c',
    edit: set('build/dockerfile', 'Dockerfile.prod'),
    after: 'build: { context: ./app, dockerfile: Dockerfile.prod } # c',
  },
  { what: 'a folder to build from', before: 'build: ./app', edit: set('build/context', './api'), after: 'build: ./api' },
  {
    what: 'an env file that may be absent',
    before: 'env_file: .env',
    edit: set('env_file/0/required', false),
    after: 'env_file:\n  - path: .env\n    required: false',
  },
  { what: 'a text where a list is wanted', before: 'ports: "80:80" # c', edit: set('ports', ['80:80']), after: 'ports: ["80:80"] # c' },
  { what: 'a misspelt key', before: '"images": x', edit: rename('images', 'image'), after: '"image": x' },
  { what: 'a default', before: 'image: redis:${TAG:-6}', edit: set('image', 'redis:7'), after: 'image: redis:${TAG:-7}' },
  {
    what: 'what stands beside a variable',
    before: 'image: redsi:${TAG:-6}',
    edit: set('image', 'redis:6'),
    after: 'image: redis:${TAG:-6}',
  },
  {
    what: 'a value that brings its own variable',
    before: 'image: redis:${TAG}',
    edit: set('image', 'redis:${TAG:-7}'),
    after: 'image: redis:${TAG:-7}',
  },
  {
    what: 'an escaped dollar',
    before: "environment: ['P=$$HOME/a']",
    edit: set('environment/P', '$$HOME/b'),
    after: "environment: ['P=$$HOME/b']",
  },
  {
    what: 'lines in a block',
    before: 'command: |\n  one\n  two\nimage: x',
    edit: set('command', 'one\nthree\n'),
    after: 'command: |\n  one\n  three\nimage: x',
  },
];

const project = (body: string) =>
  `# head\nservices:\n  db: { image: y }\n  web:\n    labels: {}\n${body.replaceAll(/^(?=.)/gm, '    ')}\n\nvolumes:\n  data:\n`;

describe('an edit of the model in the form that the file has', () => {
  test.each(cases)('$what', ({ before, edit, after }) => {
    expect(edited(project(before), edit)).toBe(project(after));
  });

  test.each(cases)('$what, with the line ends of Windows', ({ before, edit, after }) => {
    const windows = (text: string) => project(text).replaceAll('\n', '\r\n');
    expect(edited(windows(before), edit)).toBe(windows(after));
  });
});
