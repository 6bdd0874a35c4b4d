import { basename, dirname, join } from 'node:path';

const manifests: Record<string, string[]> = {
  'package-lock.json': ['package.json'],
  'npm-shrinkwrap.json': ['package.json'],
  'yarn.lock': ['package.json'],
  'pnpm-lock.yaml': ['package.json', 'pnpm-workspace.yaml'],
  'bun.lock': ['package.json'],
  'bun.lockb': ['package.json'],
  'deno.lock': ['deno.json', 'deno.jsonc', 'package.json'],
  'poetry.lock': ['pyproject.toml'],
  'uv.lock': ['pyproject.toml'],
  'pdm.lock': ['pyproject.toml'],
  'Pipfile.lock': ['Pipfile'],
  'Cargo.lock': ['Cargo.toml'],
  'Gemfile.lock': ['Gemfile'],
  'composer.lock': ['composer.json'],
  'go.sum': ['go.mod', 'go.work'],
  'mix.lock': ['mix.exs'],
  'pubspec.lock': ['pubspec.yaml'],
  'packages.lock.json': ['Directory.Packages.props'],
  'flake.lock': ['flake.nix'],
  'gradle.lockfile': ['build.gradle', 'build.gradle.kts'],
};

/** The files that a lock file follows; undefined for any other file. */
export function manifestsOf(path: string): string[] | undefined {
  return manifests[basename(path)]?.map((name) => join(dirname(path), name));
}
