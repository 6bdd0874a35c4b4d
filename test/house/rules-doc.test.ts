import { expect, test } from 'vitest';
import { explainedRules } from '../../src/deploy/check/explained-rules.ts';
import { rulesPage } from './rules-doc.ts';

test('the page on the rules says what the rules say; script/docs writes it', async () => {
  await expect(await rulesPage()).toMatchFileSnapshot('../../docs/reference/rules.md');
});

test('every rule has a name of its own and says why it is there', () => {
  const rules = explainedRules();
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  expect(rules.filter(({ id, why }) => !/^[a-z][a-z0-9-]+$/.test(id) || !why.endsWith('.'))).toEqual([]);
});
