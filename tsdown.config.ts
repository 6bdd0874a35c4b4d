import { defineConfig } from 'tsdown';
import { replaceModules } from './build/replace-modules.ts';

/** Native, or only wanted where they are installed anyway. */
const neverBundled = [/^better-sqlite3/, /^ssh2/, /^cpu-features/, /^@grpc\//, /\.node$/];

export default defineConfig([
  {
    entry: {
      main: 'src/main.ts',
      index: 'src/index.ts',
      'executor-client': 'src/executor-client/client.ts',
      healthcheck: 'src/healthcheck.ts',
    },
    format: 'esm',
    target: 'node22',
    platform: 'node',
    fixedExtension: false,
    dts: { entry: ['src/index.ts', 'src/executor-client/client.ts'] },
    clean: true,
    // write-file-atomic names its temporary files after `__filename`.
    shims: true,
    // One small file is found and compiled faster than the many of a package: that is most of a command's start.
    deps: { neverBundle: neverBundled, alwaysBundle: [/^(?!better-sqlite3|ssh2|cpu-features|@grpc\/|node:)/], onlyBundle: false },
    plugins: [replaceModules()],
  },
  {
    cwd: 'mock-claude',
    entry: { main: 'src/main.ts', index: 'src/index.ts' },
    format: 'esm',
    target: 'node22',
    platform: 'node',
    fixedExtension: false,
    dts: { entry: ['src/index.ts'] },
    clean: true,
  },
]);
