import { afterEach, describe, expect, test } from 'vitest';
import { startContainer } from '../../../src/deploy/apply/start-container.ts';
import type { ComposeFile, ComposeService } from '../../../src/deploy/model/compose-file.ts';
import type { Engine } from '../../../src/engine/interface.ts';
import type { ComposeSubject } from './real-subject.ts';

const environment = { TOKEN: 's3$ret "quoted"\n', LINE: 'from a variable' };
const contents = { secrets: { token: environment.TOKEN }, configs: { line: environment.LINE } };

/** Everything that Compose reads in a service about files that it copies in. */
const given: ComposeService = {
  secrets: [
    { source: 'token' },
    { source: 'token', target: 'relative' },
    { source: 'token', target: '/etc/deep/er/key', uid: '12', gid: '34', mode: 0o400 },
  ],
  configs: [{ source: 'page' }, { source: 'page', target: '/srv/page', uid: '7', mode: 0o640 }, { source: 'line', target: 'rel/line' }],
};
const paths = ['/run/secrets', '/run/secrets/token', '/run/secrets/relative', '/etc/deep/er/key', '/page', '/srv/page', '/rel/line'];

/** A start of our own against Compose's. */
export function describeOwnStart(name: string, { engine, compose, composeUp, image, withProject, clean, unique }: ComposeSubject): void {
  const composeName = unique();
  const web: ComposeService = { image, command: ['sleep', '600'], stop_signal: 'KILL' };
  const file: ComposeFile = {
    name: composeName,
    services: { web: { ...web, ...given } },
    secrets: { token: { environment: 'TOKEN' } },
    configs: { page: { content: 'costs 5$$\n' }, line: { environment: 'LINE' } },
  };

  // eslint-disable-next-line vitest/valid-title -- one suite, run under each engine's name
  describe(name, () => {
    afterEach(() => clean(composeName));

    test('files inside are what `docker compose up` makes of them: place, content, mode and owner', async () => {
      const byCompose = await withProject(composeName, file, async (project) => {
        await composeUp({ ...project, environment: { ...project.environment, ...environment } });
        return filesInside(engine, await onlyContainer());
      });
      await clean(composeName);
      // Without them in the file, for Compose 2.26 copies them in when it makes a container.
      await withProject(composeName, { services: { web } }, (project) => compose.create(project, [], {}));
      const id = await onlyContainer();
      await startContainer(id, { service: 'web', file, contents }, engine);
      const byUs = await filesInside(engine, id);
      const { kind } = await engine.facts();
      // Podman gives Compose's files to the container's user, whatever the file says.
      const compared = (listing: string) => (kind === 'podman' ? listing.replaceAll(/^(\d+) \d+:\d+ /gm, '$1 ') : listing);
      expect(compared(byUs)).toBe(compared(byCompose));
      expect(byUs).toContain('400 12:34 /etc/deep/er/key');
      expect(byUs).toContain('costs 5$');
    });

    test('hooks run inside as they are told to', async () => {
      await withProject(composeName, { services: { web } }, (project) => compose.create(project, [], {}));
      const command = ['sh', '-c', 'echo "$(id -u) $(pwd) $$WORD" > /tmp/told'];
      const hooks: ComposeService = {
        post_start: [
          { command: ['sh', '-c', 'touch /etc/by-root'] },
          { command, user: '99', working_dir: '/var', environment: { WORD: 'hello' } },
        ],
      };
      const id = await onlyContainer();
      await startContainer(id, { service: 'web', file: { name: composeName, services: { web: { ...web, ...hooks } } }, contents }, engine);
      expect(await engine.exec(id, ['cat', '/tmp/told', '/etc/by-root'], 5000)).toEqual({ exitCode: 0, output: '99 /var hello\n' });
    });
  });

  async function onlyContainer(): Promise<string> {
    const [container, ...others] = await engine.listContainers({ 'com.docker.compose.project': composeName });
    expect(others).toEqual([]);
    return container?.id ?? 'none';
  }
}

async function filesInside(engine: Engine, id: string): Promise<string> {
  const script = 'for path in "$@"; do stat -c "%a %u:%g %n" $path; [ -f $path ] && cat $path; done; true';
  const { output } = await engine.exec(id, ['sh', '-c', script, 'sh', ...paths], 5000);
  return output;
}
