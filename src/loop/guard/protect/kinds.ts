import { globMatcher } from '../glob.ts';

/** Files that an agent does not get to change, and why; `additions` may come anew beside them. */
export interface Kind {
  why: string;
  additions: boolean;
  matches: (path: string) => boolean;
}

function kind(why: string, globs: string, additions = false): Kind {
  const matchers = globs.split(/\s+/).filter(Boolean).map(globMatcher);
  return { why, additions, matches: (path) => matchers.some((matches) => matches(path)) };
}

/** The first that matches counts: what only steers a run of tests is none of the tests, wherever it lies. */
export const kinds: readonly Kind[] = [
  kind(
    'it steers how tests are run',
    [
      'conftest.py sitecustomize.py usercustomize.py pytest.py unittest.py _pytest/ pytest/',
      'pytest.ini .pytest.ini tox.ini noxfile.py nose.cfg .noserc .coveragerc',
      'vitest.config.* vitest.workspace.* vitest.setup.* jest.config.* jest.setup.* jest-*.config.* .mocharc* mocha.opts karma.conf.*',
      'playwright.config.* cypress.config.* cypress.json ava.config.* .taprc .c8rc* .nycrc* wdio.conf.* nightwatch.conf.* protractor.conf.*',
      'phpunit.xml phpunit.xml.dist phpunit.dist.xml codeception.yml behat.yml .rspec spec_helper.rb rails_helper.rb .simplecov',
      '*.runsettings xunit.runner.json testng.xml junit-platform.properties nextest.toml .cargo/config .cargo/config.toml',
      '.npmrc .yarnrc .yarnrc.yml .pnpmfile.cjs .pnp.cjs .pnp.loader.mjs bunfig.toml node.config.json',
    ].join(' '),
  ),
  kind('it is installed, and not source', 'node_modules/ .venv/ venv/ site-packages/ .bundle/ vendor/bundle/ .yarn/releases/'),
  kind(
    'it runs in continuous integration',
    [
      '.github/workflows/ .github/actions/ .gitlab-ci.yml .gitlab/ .circleci/ .buildkite/ .forgejo/ .gitea/ .drone.yml .woodpecker.yml .woodpecker/',
      'azure-pipelines.yml bitbucket-pipelines.yml Jenkinsfile .travis.yml appveyor.yml cloudbuild.yaml',
    ].join(' '),
  ),
  kind(
    'it steers git, or runs by it',
    '.gitattributes .gitmodules .githooks/ .husky/ lefthook.yml .lefthook.yml .pre-commit-config.yaml .mailmap',
  ),
  kind(
    'agents and editors act by it',
    [
      '.claude/ CLAUDE.md .codex/ .gemini/ GEMINI.md .opencode/ opencode.json opencode.jsonc .goose/ .goosehints .aider* .mcp.json .cursor/ .cursorrules',
      '.vscode/ .idea/ .devcontainer/ .envrc .portside/',
    ].join(' '),
  ),
  kind(
    'it is a test',
    [
      'test/ tests/ __tests__/ __mocks__/ __snapshots__/ spec/ specs/ e2e/ cypress/ testdata/ features/step_definitions/',
      '*.test.* *.spec.* *_test.* *_spec.* test_*.py tests.py test.js test.mjs test.cjs test.ts test.sh *Test.java *Tests.java *Test.kt *IT.java',
      '*Test.php *Tests.cs *Test.cs *.feature *.bats *.snap *-test.js *-test.ts *.e2e.* *.cy.*',
    ].join(' '),
    true,
  ),
];
