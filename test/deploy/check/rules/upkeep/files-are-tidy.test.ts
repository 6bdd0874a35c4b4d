import { expect, test } from 'vitest';
import { filesAreTidy } from '../../../../../src/deploy/check/rules/upkeep/files-are-tidy.ts';
import { inputOf } from '../../input.ts';

test("dclint's messages read as ours; those that rules of ours say are not said twice", () => {
  const lint = [
    {
      rule: 'no-duplicate-exported-ports',
      file: 'compose.yaml',
      line: 7,
      message: 'Service "b" is exporting port "80" which is already used by service "a".',
    },
    { rule: 'no-version-field', file: 'compose.yaml', line: 1, message: 'The "version" field should not be present.' },
  ];
  expect(filesAreTidy.look(inputOf({ surroundings: { lint } }))).toEqual([
    {
      severity: 'note',
      message: 'service b is exporting port 80 which is already used by service a',
      at: { file: 'compose.yaml', line: 7, column: 1 },
      fix: 'publish each on a port of its own, or leave the port on the host to the engine',
    },
  ]);
});
