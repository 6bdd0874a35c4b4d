import { expect } from 'vitest';
import { docker, lines } from '../support/outside.ts';
import { test } from '../support/workplace.ts';

const files = {
  'compose.yaml': `services:
  web:
    image: busybox:1.37
    init: true
    command: sleep 600
    volumes: ["data:/data"]
volumes: { data: {} }
`,
};

test.for(['network', 'volume'] as const)(
  'a %s of that name which is not the instance’s stops before anything, and stays',
  async (kind, { at }) => {
    const { directory, labels } = await at.project(files);
    expect((await at.up(directory, '--name', 'demo')).exit).toBe(0);
    const [name = ''] = await lines([kind, 'ls', '--format', '{{.Name}}', '--filter', `label=${labels[0]}`]);
    expect((await at.portside('down', 'demo', '--volumes')).exit).toBe(0);
    await docker([kind, 'create', '--label', labels[1] ?? '', name]);

    const { exit, stderr } = await at.portside('up', directory, '--name', 'demo');
    expect(stderr).toContain(`${kind} ${name} is there already`);
    expect(exit).toBe(3);
    expect((await at.portside('up', directory, '--name', 'demo', '--dry-run')).exit).toBe(3);
    expect(await lines([kind, 'ls', '--format', '{{.Name}}', '--filter', `name=${name}`])).toEqual([name]);
    expect(await at.ps()).toEqual([]);
  },
);
