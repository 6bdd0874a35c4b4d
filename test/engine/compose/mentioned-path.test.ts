import { expect, test } from 'vitest';
import { mentionedPath } from '../../../src/engine/compose/mentioned-path.ts';

test.each([
  ['validating /srv/compose.yaml: services.web Additional property bogus is not allowed', ['services', 'web', 'bogus']],
  ["validating /srv/compose.yaml: services.web additional properties 'bogus' not allowed", ['services', 'web', 'bogus']],
  ['services.web.ports.[] invalid', ['services', 'web', 'ports']],
  ['services.web.ports[2].target must be a integer', ['services', 'web', 'ports', 2, 'target']],
  ['service "web" depends on undefined service "db": invalid compose project', ['services', 'web']],
  ['no such file: /srv/services/web', []],
])('%s', (message, path) => {
  expect(mentionedPath(message)).toEqual(path);
});
