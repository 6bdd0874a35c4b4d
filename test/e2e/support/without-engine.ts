import { existsSync } from 'node:fs';

/** In the test image an engine is only there where its socket is mounted; anywhere else a missing one is a failure. */
export const withoutEngine = process.env['PORTSIDE_TEST_ENGINE'] === 'mounted' && !existsSync('/var/run/docker.sock');

/** What is left out then. */
export const needsEngine = [
  'test/e2e/**',
  'test/library/**',
  'test/contract/engine/docker.test.ts',
  'test/contract/executor-store/**',
  'test/engine/compose-cli.test.ts',
];
