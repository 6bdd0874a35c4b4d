import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checking } from './workbench.ts';

interface Case {
  what: string;
  file: string;
  /** Each finding of Compose's verdict: place, and a part of what it says. */
  says: [place: string, words: string | RegExp][];
  /** What the file says once it is repaired; absent where that is nobody's to guess. */
  repaired?: string;
}

const web = 'services:\n  web:\n    image: busybox\n';

const cases: Case[] = [
  {
    what: 'a misspelt key',
    file: 'services:\n  web:\n    images: busybox # c\n',
    says: [['3:5', 'images']],
    repaired: 'services:\n  web:\n    image: busybox # c\n',
  },
  {
    what: 'a key in other words',
    file: `${web}    env: { A: b }\n`,
    says: [['4:5', 'env']],
    repaired: `${web}    environment: { A: b }\n`,
  },
  { what: 'a key that nobody knows', file: `${web}    colour: red\n`, says: [['4:5', 'colour']] },
  {
    what: 'a service at the top',
    file: 'web:\n  image: busybox\n  ports:\n    - 80:80 # c\n',
    says: [['1:1', 'not below services']],
    repaired: 'services:\n  web:\n    image: busybox\n    ports:\n      - 80:80 # c\n',
  },
  { what: 'a section that is misspelt', file: `${web}volume:\n  a:\n`, says: [['4:1', 'volume']], repaired: `${web}volumes:\n  a:\n` },
  {
    what: 'keys beside their service',
    file: 'services:\n  web:\n  image: busybox\n  ports: ["80"]\n',
    says: [[':', 'beside the service web']],
    repaired: 'services:\n  web:\n    image: busybox\n    ports: ["80"]\n',
  },
  {
    what: 'a text for a list',
    file: `${web}    ports: "80:80"\n`,
    says: [['4:5', 'must be a list']],
    repaired: `${web}    ports: ["80:80"]\n`,
  },
  { what: 'a number for a list', file: `${web}    ports: 80\n`, says: [['4:5', 'must be a list']], repaired: `${web}    ports: ["80"]\n` },
  {
    what: 'a map in a list of variables',
    file: `${web}    environment:\n      - A: b\n`,
    says: [['5:9', 'must be a text']],
    repaired: `${web}    environment:\n      - A=b\n`,
  },
  {
    what: 'a variable alone',
    file: `${web}    environment: A=b\n`,
    says: [['4:5', 'must be a map']],
    repaired: `${web}    environment: [A=b]\n`,
  },
  {
    what: 'a colon without its space',
    file: 'services:\n  web:\n    image:busybox\n',
    says: [['2:3', 'is a text']],
    repaired: 'services:\n  web:\n    image: busybox\n',
  },
  {
    what: 'a tab',
    file: 'services:\n  web:\n\timage: busybox\n    init: true\n',
    says: [['3:1', 'a tab']],
    repaired: 'services:\n  web:\n    image: busybox\n    init: true\n',
  },
  {
    what: 'an undeclared volume',
    file: `${web}    volumes: ["data:/data"]\n`,
    says: [['4:15', 'data, which is not declared']],
    repaired: `${web}    volumes: ["data:/data"]\nvolumes:\n  data:\n`,
  },
  {
    what: 'a misspelt volume',
    file: `${web}    volumes: ["dta:/data"]\nvolumes:\n  data:\n`,
    says: [['4:15', 'dta']],
    repaired: `${web}    volumes: ["data:/data"]\nvolumes:\n  data:\n`,
  },
  {
    what: 'an undeclared network',
    file: `${web}    networks: [back]\n`,
    says: [['4:16', 'back']],
    repaired: `${web}    networks: [back]\nnetworks:\n  back:\n`,
  },
  { what: 'an undeclared secret', file: `${web}    secrets: [token]\n`, says: [['4:15', 'token']] },
  {
    what: 'a service that is not there',
    file: `${web}    depends_on: [postgres]\n  db: { image: redis }\n`,
    says: [['4:18', 'postgres']],
    repaired: `${web}    depends_on: [db]\n  db: { image: redis }\n`,
  },
  {
    what: 'a service that could be any',
    file: `${web}    depends_on: [postgres]\n  db: { image: redis }\n  cache: { image: redis }\n`,
    says: [['4:18', 'postgres']],
  },
  {
    what: 'a service that waits for itself',
    file: `${web}    depends_on:\n      - web\n`,
    says: [['5:9', 'waits for itself']],
    repaired: web,
  },
  {
    what: 'a circle',
    file: `${web}    depends_on: [db]\n  db: { image: redis, depends_on: [web] }\n`,
    says: [['4:18', 'web waits for db waits for web']],
  },
  {
    what: 'a condition by half its name',
    file: `${web}    depends_on: { db: { condition: healthy } }\n  db: { image: redis }\n`,
    says: [['4:', 'service_healthy']],
    repaired: `${web}    depends_on: { db: { condition: service_healthy } }\n  db: { image: redis }\n`,
  },
  {
    what: 'a healthcheck that does not say how',
    file: `${web}    healthcheck: { test: [curl, localhost] }\n`,
    says: [['4:', 'neither CMD nor CMD-SHELL']],
    repaired: `${web}    healthcheck: { test: [CMD, curl, localhost] }\n`,
  },
  { what: 'a version that is a number', file: `version: 3\n${web}`, says: [['1:1', 'must be a text']], repaired: `version: "3"\n${web}` },
  { what: 'an env file that is not there', file: `${web}    env_file: gone.env\n`, says: [['4:5', 'gone.env, which web needs']] },
  { what: 'a service without an image', file: `${web}  empty:\n    init: true\n`, says: [['4:3', 'neither an image nor a build']] },
  { what: 'a word for a truth', file: `${web}    init: maybe\n`, says: [['4:5', 'true or false']] },
  { what: 'a port that is none', file: `${web}    ports: ["80:80", "80:abc"]\n`, says: [['4:22', '80:abc']] },
  { what: 'a mount of nothing', file: `${web}    volumes: [""]\n`, says: [['4:15', 'SOURCE:TARGET']] },
  { what: 'YAML that ends too early', file: 'services:\n  web: { image: busybox\n', says: [[':', 'not valid YAML']] },
];

describe('what Compose does not accept: where, what, and how it was meant', () => {
  test.each(cases)('$what', async ({ file, says, repaired }) => {
    const { app, directory } = await checking({ 'compose.yaml': file });
    // What rules would repair besides is not asked for here.
    const { report, repair } = await app.check({ rules: ['compose-accepts-the-file'] });
    const refusals = report.findings.filter(({ rule }) => rule === 'compose-accepts-the-file');
    expect(refusals).toHaveLength(says.length);
    for (const [index, [place, words]] of says.entries()) {
      const { message, fix, line, column } = refusals[index] ?? expect.fail();
      expect(`${message} ${fix}`).toMatch(words);
      expect(`${line}:${column}`).toContain(place);
    }
    expect(refusals.every(({ repairable }) => repairable)).toBe(repaired !== undefined);
    if (repaired === undefined) return;
    await repair?.apply();
    expect(await readFile(join(directory, 'compose.yaml'), 'utf8')).toBe(repaired);
    const again = (await app.check({})).report.findings.filter(({ rule }) => rule === 'compose-accepts-the-file');
    expect(again).toEqual([]);
  });
});

describe('several faults', () => {
  const five = {
    'compose.yaml': `# the shop
services:
  db:
    images: redis # the data
    volumes: ["pgdata:/data"]
  web:
    image: busybox
    ports: "8080"
    depends_on: [postgres]
    env_file: .env
  worker:
    image: busybox
    network_mode: host
    depends_on: [worker]
`,
    '.env.example': 'A=1\n',
  };

  test('all of them in one run, each at its own place, and what rules find besides', async () => {
    const { app } = await checking(five);
    const { report } = await app.check({});
    const found = report.findings.map(({ rule, line }) => `${rule}:${line}`).toSorted();
    expect(found.filter((one) => one.startsWith('compose-accepts'))).toEqual(
      [4, 5, 8, 9, 10, 14].map((line) => `compose-accepts-the-file:${line}`).toSorted(),
    );
    expect(found).toContain('services-can-be-copied:13');
    expect(report.not_checked).toHaveLength(1);
  });

  test('a look writes nothing, and leaves nothing behind', async () => {
    const { app, directory } = await checking(five);
    await app.check({});
    expect(await readFile(join(directory, 'compose.yaml'), 'utf8')).toBe(five['compose.yaml']);
  });

  test('a repair after which a file was edited is not written over it', async () => {
    const { app, directory } = await checking(five);
    const { repair } = await app.check({});
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(directory, 'compose.yaml'), 'services: {}\n');
    await expect(repair?.apply()).rejects.toMatchObject({ code: 'changed-meanwhile' });
    expect(await readFile(join(directory, 'compose.yaml'), 'utf8')).toBe('services: {}\n');
  });

  test('a missing variable hides nothing else', async () => {
    const { app } = await checking({ 'compose.yaml': 'services:\n  web:\n    images: busybox\n    command: echo ${NAME:?who}\n' });
    const { report } = await app.check({});
    expect(report.findings.map(({ cause }) => cause)).toEqual(expect.arrayContaining(['invalid-compose', 'variable-missing']));
  });

  test('secrets are in no patch and no message', async () => {
    const secret = 'hunter2-canary-91';
    const { app } = await checking(
      { 'compose.yaml': `services:\n  web:\n    image: busybox\n    environment:\n      DB_PASSWORD: ${secret}\n    ports: "80"\n` },
      { DB_PASSWORD: secret },
    );
    const { report, repair } = await app.check({});
    expect(report.counts.repairable).toBeGreaterThan(0);
    expect(JSON.stringify(report) + repair?.patch).not.toContain(secret);
  });
});
