import { expect, test } from 'vitest';
import { withoutBefore } from '../../../src/deploy/from-revision.ts';
import { revisionOf } from './versions.ts';

test('a rollback runs none of the commands that stand before a switch, and forgets no other setting', () => {
  const { stack } = revisionOf(1, { services: { web: {} } }, { of: { settings: { before: { web: ['migrate'] }, stateful: ['db'] } } });
  expect(withoutBefore(stack).settings).toEqual({ stateful: ['db'] });
});
