import { expect, test } from 'vitest';
import { hostFoldersStayOut } from '../../../../../src/deploy/check/rules/safety/host-folders-stay-out.ts';
import { inputOf } from '../../input.ts';

const mounted = (source: string, more: { read_only?: boolean; user?: string } = {}) => {
  const { user, ...rest } = more;
  const web = { image: 'x', volumes: [{ type: 'bind', source, target: '/host', ...rest }], ...(user ? { user } : {}) };
  return hostFoldersStayOut.look(inputOf({ services: { web } })).map(({ severity, message }) => `${severity}: ${message}`);
};

test("writing into the machine's own folders is a warning, reading and other users a note", () => {
  expect(mounted('/etc')).toEqual(['warning: web has /etc of the machine, and may write there']);
  expect(mounted('/')).toHaveLength(1);
  expect(mounted('/var/', { user: '0:0' })[0]).toMatch(/^warning/);
  expect(mounted('/proc', { read_only: true })).toEqual(['note: web has /proc of the machine, to read']);
  expect(mounted('/etc', { user: '1000' })[0]).toMatch(/^note/);
});

test('single files and folders of its own are ordinary', () => {
  for (const source of ['/etc/localtime', '/srv/shop/etc', '/var/lib/shop', '/home/me/shop']) expect(mounted(source)).toEqual([]);
});
