import type { ComposeFile, ComposeService } from './model/compose-file.ts';
import type { Observed } from './model/observed.ts';
import type { Stack } from './model/stack.ts';

/** What plain Compose runs of a project, as a file to go back to: the definitions as they are, on the images that run now. */
export function plainComposeFile({ compose }: Stack, observed: Observed): ComposeFile {
  const services = Object.entries(compose.services).map(([service, definition]) => {
    const { build: _build, ...rest } = definition;
    const running = observed.containers.find((container) => container.service === service && !container.oneOff);
    const pinned: ComposeService = running ? { image: running.imageId, pull_policy: 'never' } : {};
    return [service, { ...rest, ...pinned }];
  });
  return { ...compose, services: Object.fromEntries(services) };
}
