import { expect, test } from 'vitest';
import { contentHashOf } from '../../../src/deploy/plan/content-hash.ts';
import { image } from './workbench.ts';

const modelIn = (directory: string) => ({
  name: 'shop',
  services: { web: { image: 'web:1', volumes: [{ type: 'bind', source: `${directory}/data`, target: '/data' }] } },
});
const images = { web: image('web:1') };

test('two checkouts of one commit agree', () => {
  expect(contentHashOf(modelIn('/a'), images, '/a')).toBe(contentHashOf(modelIn('/home/b'), images, '/home/b'));
});

test('another model or another image is other content', () => {
  const before = contentHashOf(modelIn('/a'), images, '/a');
  expect(contentHashOf({ ...modelIn('/a'), name: 'store' }, images, '/a')).not.toBe(before);
  expect(contentHashOf(modelIn('/a'), { web: image('web:1', { id: 'sha256:new' }) }, '/a')).not.toBe(before);
});

test('when it counts as trusted is no content: asking for more begins no other version', () => {
  const before = contentHashOf(modelIn('/a'), images, '/a');
  expect(contentHashOf({ ...modelIn('/a'), 'x-portside': { graduate: { ratio: 20 } } }, images, '/a')).toBe(before);
  const settings = { stateful: ['web'] };
  const stateful = contentHashOf({ ...modelIn('/a'), 'x-portside': settings }, images, '/a');
  expect(stateful).not.toBe(before);
  expect(contentHashOf({ ...modelIn('/a'), 'x-portside': { ...settings, graduate: { ratio: 20 } } }, images, '/a')).toBe(stateful);
  const asked = { accept: ['verified'], improve: { agent: 'claude' } };
  expect(contentHashOf({ ...modelIn('/a'), 'x-portside': { ...settings, ...asked } }, images, '/a')).toBe(stateful);
});
