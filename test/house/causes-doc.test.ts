import { expect, test } from 'vitest';
import { causesPage } from './causes-doc.ts';

test('the page on the causes says what their list says; script/docs writes it', async () => {
  await expect(causesPage()).toMatchFileSnapshot('../../docs/reference/causes.md');
});
