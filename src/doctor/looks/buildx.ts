import { buildxVersion } from '../../engine/compose/versions.ts';
import type { Look } from '../look.ts';

export const buildx: Look = {
  group: 'engine',
  name: 'buildx',
  async lookAtEngine({ facts }, { environment, userHome }) {
    if (facts.kind === 'podman') return [];
    const version = await buildxVersion({ environment, home: userHome });
    if (version !== undefined) return [{ level: 'ok', message: `buildx ${version}` }];
    return [
      {
        level: 'warning',
        message: "docker's buildx plugin is missing",
        cost: 'images are built with the classic builder: no `RUN --mount`, no build secrets, no here-documents in a Dockerfile',
        repair: 'install docker-buildx-plugin (docker-buildx on Debian)',
      },
    ];
  },
};
