import { describe, expect, test } from 'vitest';
import { repairTexts } from '../../src/repair/repair-texts.ts';
import { edited, editedFiles, projectOf } from './workbench.ts';

const web = (path: string) => ['services', 'web', ...path.split('/')];

describe('which file', () => {
  const base = 'services:\n  web:\n    image: a\n    environment: { A: 1 }\n';
  const override = 'services:\n  web:\n    environment:\n      B: 2\n';

  test('the last that says it', () => {
    const files = { 'compose.yaml': base, 'compose.override.yaml': override };
    expect(editedFiles(files, { edit: 'set', path: web('environment/B'), value: 3 })).toEqual({
      ...files,
      'compose.override.yaml': override.replace('2', '3'),
    });
    expect(editedFiles(files, { edit: 'set', path: web('environment/A'), value: 3 })).toEqual({
      ...files,
      'compose.yaml': base.replace('1', '3'),
    });
  });

  test('something new stands where its neighbours do, in the first of them', () => {
    const files = { 'compose.yaml': base, 'compose.override.yaml': override };
    expect(editedFiles(files, { edit: 'set', path: web('init'), value: true })).toEqual({
      ...files,
      'compose.yaml': `${base}    init: true\n`,
    });
  });

  test('an included file, where only that has it', () => {
    const files = {
      'parts/db.yaml': 'services:\n  db:\n    image: a\n',
      'compose.yaml': 'include: [parts/db.yaml]\nservices:\n  web: { image: x }\n',
    };
    const after = editedFiles(
      files,
      { edit: 'set', path: ['services', 'db', 'init'], value: true },
      { roles: { 'parts/db.yaml': 'included' } },
    );
    expect(after).toEqual({ ...files, 'parts/db.yaml': 'services:\n  db:\n    image: a\n    init: true\n' });
  });

  test('never one outside of the project', () => {
    const files = { '/srv/common.yaml': 'services:\n  db:\n    image: a\n', 'compose.yaml': 'services:\n  web: { image: x }\n' };
    expect(
      editedFiles(files, { edit: 'set', path: ['services', 'db', 'image'], value: 'b' }, { roles: { '/srv/common.yaml': 'included' } }),
    ).toMatch(/refused: .*outside of the project/);
    expect(editedFiles(files, { edit: 'unix-line-ends', file: '/srv/common.yaml' })).toMatch(/refused: .*outside of the project/);
  });

  test('what a service extends stays as it is for the others: it gets a key of its own, or nothing', () => {
    const files = {
      'base.yaml': 'services:\n  web:\n    image: a\n    init: false\n',
      'compose.yaml': 'services:\n  web:\n    extends: { file: base.yaml, service: web }\n',
    };
    const options = { roles: { 'base.yaml': 'extended' } } as const;
    expect(editedFiles(files, { edit: 'set', path: web('init'), value: true }, options)).toEqual({
      ...files,
      'compose.yaml': `${files['compose.yaml']}    init: true\n`,
    });
    expect(editedFiles(files, { edit: 'remove', path: web('init') }, options)).toMatch(/refused: .*base.yaml, which others may extend/);
  });

  test('one of several documents', () => {
    const text = 'services:\n  web:\n    image: a\n---\nservices:\n  web:\n    init: false\n';
    expect(edited(text, { edit: 'set', path: web('init'), value: true })).toBe(text.replace('false', 'true'));
    expect(edited(text, { edit: 'set', path: web('image'), value: 'b' })).toBe(text.replace('image: a', 'image: b'));
  });

  test('a section that nobody has yet', () => {
    expect(edited('services:\n  web:\n    image: a\n', { edit: 'set', path: ['volumes', 'data'], value: null })).toBe(
      'services:\n  web:\n    image: a\nvolumes:\n  data:\n',
    );
    expect(edited('services:\n  web:\n    image: a', { edit: 'set', path: ['volumes', 'data'], value: null })).toBe(
      'services:\n  web:\n    image: a\nvolumes:\n  data:',
    );
  });
});

describe('what is shared through an anchor', () => {
  const shared =
    'x-env: &env\n  A: 1\nservices:\n  web:\n    image: a\n    environment: *env\n  api:\n    image: a\n    environment: *env\n';

  test('an alias becomes a map of its own that begins with it', () => {
    const after = shared.replace('environment: *env\n  api', 'environment:\n      <<: *env\n      A: 2\n  api');
    expect(edited(shared, { edit: 'set', path: web('environment/A'), value: 2 })).toBe(after);
  });

  test('what a merge key lends is overridden, whole', () => {
    const text = 'x-base: &base\n  restart: always\n  environment:\n    A: 1\n    B: 2\nservices:\n  web:\n    <<: *base\n    image: a\n';
    expect(edited(text, { edit: 'set', path: web('restart'), value: 'no' })).toBe(`${text}    restart: "no"\n`);
    expect(edited(text, { edit: 'set', path: web('environment/A'), value: 3 })).toBe(`${text}    environment:\n      A: 3\n      B: 2\n`);
  });

  test('the original is not changed for all who borrow from it', () => {
    const text = 'services:\n  web: &web\n    image: a\n    init: false\n  api:\n    <<: *web\n';
    expect(edited(text, { edit: 'set', path: web('init'), value: true })).toMatch(/refused: .*anchor/);
    expect(edited(text, { edit: 'remove', path: web('init') })).toMatch(/refused/);
    expect(edited(text, { edit: 'set', path: ['services', 'api', 'init'], value: true })).toBe(`${text}    init: true\n`);
  });
});

describe('values that are made of variables', () => {
  const compose = 'services:\n  web:\n    image: a\n    environment:\n      URL: "redis://${HOST}:6379"\n';
  const edit = { edit: 'set', path: web('environment/URL'), value: 'redis://redis:6379' } as const;

  test('the line of the env file that gives it', () => {
    const files = { 'compose.yaml': compose, '.env': '# who\nHOST=localhost # here\nOTHER=1\n' };
    expect(editedFiles(files, edit, { envFiles: { HOST: 'localhost' } })).toEqual({
      ...files,
      '.env': '# who\nHOST=redis # here\nOTHER=1\n',
    });
  });

  test('not where others would get another value too', () => {
    const files = { 'compose.yaml': `${compose}      OTHER: \${HOST}\n`, '.env': 'HOST=localhost\n' };
    expect(editedFiles(files, edit, { envFiles: { HOST: 'localhost' } })).toMatch(/refused: .*HOST is used in 2 places/);
  });

  test('not where the shell gives it', () => {
    expect(edited(compose, edit, { shell: { HOST: 'localhost' } })).toMatch(/refused: .*HOST comes from the shell/);
  });

  test('not where it goes across a variable', () => {
    expect(edited(compose.replace('${HOST}', '${A:-local}${B:-host}'), edit)).toMatch(/refused: .*across a variable/);
  });

  test('the default, where nothing gives one', () => {
    expect(edited(compose.replace('${HOST}', '${HOST:-localhost}'), edit)).toBe(compose.replace('${HOST}', '${HOST:-redis}'));
  });
});

describe('several repairs', () => {
  test('items of a list that an earlier one has moved are left for the next run', () => {
    const text = 'services:\n  web:\n    volumes:\n      - ./a:/a\n      - ./b:/b\n      - ./c:/c\n';
    const removes = [0, 1].map((index) => [{ edit: 'remove' as const, path: ['services', 'web', 'volumes', index] }]);
    const { changes, refused } = repairTexts(projectOf({ 'compose.yaml': text }), removes);
    expect(changes).toMatchObject([{ after: text.replace('      - ./a:/a\n', '') }]);
    expect(refused).toMatchObject([{ reason: 'the list has changed by now' }]);
  });

  test('one of whose edits fails is not made at all', () => {
    const text = 'services:\n  web:\n    image: a\n';
    const { changes, refused } = repairTexts(projectOf({ 'compose.yaml': text }), [
      [
        { edit: 'set', path: web('image'), value: 'b' },
        { edit: 'set', path: ['services', 'gone', 'init'], value: true },
      ],
    ]);
    expect(changes).toEqual([]);
    expect(refused).toHaveLength(1);
  });
});

describe('keys that stand in the wrong place', () => {
  test('services at the top', () => {
    const text = '# head\nweb:\n  image: x\n  ports:\n    - 1:2 # c\n# about db\ndb: { image: y }\nvolumes: { a: }\n';
    const move = ['web', 'db'].map((name) => ({ edit: 'move' as const, path: [name], to: ['services', name] }));
    expect(edited(text, move, {})).toContain('services:\n  web:\n    image: x\n    ports:\n      - 1:2 # c\n  db: { image: y }\n');
  });

  test('keys of a service beside it', () => {
    const text = 'services:\n  web:\n  image: x\n  ports: ["80"]\n';
    const move = ['image', 'ports'].map((name) => ({ edit: 'move' as const, path: ['services', name], to: ['services', 'web', name] }));
    expect(edited(text, move)).toBe('services:\n  web:\n    image: x\n    ports: ["80"]\n');
  });
});

describe('an item more', () => {
  const add = (index: number) => ({ edit: 'set' as const, path: ['services', 'web', 'volumes', index], value: '/app/node_modules' });
  const file = (volumes: string) => `services:\n  web:\n    image: a\n${volumes}`;

  test('is put behind the last of the list, in its form', () => {
    expect(edited(file('    volumes: [".:/app"]\n'), add(1))).toBe(file('    volumes: [".:/app", "/app/node_modules"]\n'));
    expect(edited(file('    volumes:\n      - .:/app\n'), add(1))).toBe(file('    volumes:\n      - .:/app\n      - /app/node_modules\n'));
  });

  test('begins a list where there is none', () => {
    expect(edited(file(''), add(0))).toContain('    volumes:');
  });

  test('is refused where the list is another one by now', () => {
    expect(edited(file('    volumes: [".:/app"]\n'), add(2))).toMatch(/^refused/);
    expect(edited(file(''), add(1))).toMatch(/^refused/);
  });
});
