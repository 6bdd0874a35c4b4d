import { describe, expect, test } from 'vitest';
import type { App } from '../../src/contract/app.ts';
import type { InstanceView } from '../../src/contract/instance.ts';
import type { Ended } from '../../src/contract/options.ts';
import { UserError } from '../../src/contract/user-error.ts';
import { portside } from './memory-world.ts';
import { demo, main, record, twoInstances } from './samples.ts';

const other: InstanceView = { ...demo, project: 'shop', instance: 'main', directory: '/home/ada/shop' };
const outside = () => Promise.reject(new UserError({ code: 'no-compose-file', exit: 2, message: 'There is no Compose file here.' }));

function endedOf({ project, instance }: InstanceView): Ended {
  const { endpoints: _, ...deployment } = record.deployment;
  return {
    record: { ...record, action: 'down', deployment: { ...deployment, endpoints: [], project, instance_id: instance } },
    exit: 0,
    changed: true,
  };
}

/** Remembers whom it took down. */
function taking(down: string[]): Partial<App> {
  return {
    ...twoInstances,
    down(instance) {
      down.push(`${instance.project}/${instance.instance}`);
      return Promise.resolve(endedOf(instance));
    },
  };
}

test('one instance, and its data is kept unless it is asked for', async () => {
  const down: string[] = [];
  const { exit, stderr } = await portside(['down', 'demo'], taking(down));
  expect({ exit, down }).toEqual({ exit: 0, down: ['hello/demo'] });
  expect(stderr).toMatchInlineSnapshot(`
    "✔ hello/demo is down, nothing of it runs (1.6 s)
      its volumes are kept; portside up starts it with them again
    "
  `);
});

test('--json is one record, and with --all an array', async () => {
  const one = await portside(['down', 'demo', '--json'], taking([]));
  expect(JSON.parse(one.stdout)).toEqual(endedOf(demo).record);
  const all = await portside(['down', '--all', '--json'], { ...taking([]), ofProject: () => Promise.resolve([demo, main]) });
  expect(JSON.parse(all.stdout)).toEqual([endedOf(demo).record, endedOf(main).record]);
});

describe('--all', () => {
  test('takes what this project has', async () => {
    const down: string[] = [];
    await portside(['down', '--all'], { ...taking(down), ofProject: () => Promise.resolve([demo, main]) });
    expect(down).toEqual(['hello/demo', 'hello/main']);
  });

  test('outside of any project takes those of the only project there is', async () => {
    const down: string[] = [];
    await portside(['down', '--all'], { ...taking(down), ofProject: () => Promise.resolve([]), preview: outside });
    expect(down).toEqual(['hello/demo', 'hello/main']);
  });

  test('outside of any project asks which of several', async () => {
    const down: string[] = [];
    const app = { ...taking(down), ofProject: () => Promise.resolve([]), preview: outside, list: () => Promise.resolve([demo, other]) };
    const { exit, stderr } = await portside(['down', '--all'], app);
    expect({ exit, down }).toEqual({ exit: 2, down: [] });
    expect(stderr).toMatchInlineSnapshot(`
      "✘ here is no project, and there are instances of hello, shop
        say which: portside down --all /home/ada/hello  or  portside down --all /home/ada/shop
      "
    `);
  });

  test("in a project of which nothing runs leaves the others' alone", async () => {
    const down: string[] = [];
    const app = { ...taking(down), ofProject: () => Promise.resolve([]), preview: () => Promise.reject(new Error('anything else')) };
    const { exit, stderr } = await portside(['down', '--all'], app);
    expect({ exit, down, stderr }).toEqual({ exit: 0, down: [], stderr: 'nothing to take down\n' });
  });

  test('one that cannot be taken down does not keep the others', async () => {
    const down: string[] = [];
    const app: Partial<App> = {
      ...taking(down),
      ofProject: () => Promise.resolve([demo, main]),
      down(instance) {
        if (instance === demo) throw new UserError({ code: 'busy', exit: 5, message: 'an up is at work', hint: 'wait for it' });
        down.push(instance.instance);
        return Promise.resolve(endedOf(instance));
      },
    };
    const { exit, stderr } = await portside(['down', '--all'], app);
    expect({ exit, down }).toEqual({ exit: 5, down: ['main'] });
    expect(stderr).toMatchInlineSnapshot(`
      "✘ hello/demo: an up is at work; wait for it
      ✔ hello/main is down, nothing of it runs (1.6 s)
      "
    `);
  });

  test('four at once, and never more', async () => {
    let now = 0;
    let most = 0;
    const many = Array.from({ length: 10 }, (_, at) => ({ ...demo, instance: `i${at}` }));
    await portside(['down', '--all'], {
      ofProject: () => Promise.resolve(many),
      async down(instance) {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setImmediate(resolve));
        now--;
        return endedOf(instance);
      },
    });
    expect(most).toBe(4);
  });
});

describe('--everything', () => {
  const everything = (down: string[]) => ({ ...taking(down), list: () => Promise.resolve([demo, other]) });

  test('asks on a terminal, and does nothing where the answer is no', async () => {
    const down: string[] = [];
    const asked: string[] = [];
    const confirm = (question: string) => Promise.resolve(asked.push(question) === 0);
    await portside(['down', '--everything', '--volumes'], everything(down), { terminal: true, confirm });
    expect({ asked, down }).toEqual({ asked: ['Take down hello/demo, shop/main, data and all?'], down: [] });
  });

  test.each([
    ['--yes answers', ['--yes'], true],
    ['nobody can be asked in a pipe', [], false],
  ])('%s', async (_, more, terminal) => {
    const down: string[] = [];
    await portside(['down', '--everything', ...more], everything(down), { terminal });
    expect(down).toEqual(['hello/demo', 'shop/main']);
  });
});
