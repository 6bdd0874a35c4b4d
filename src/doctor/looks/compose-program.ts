import { composeVersion, isOlder } from '../../engine/compose/versions.ts';
import type { Look } from '../look.ts';

const install = 'install the plugin: docker-compose-plugin, or docker-compose on Debian (https://docs.docker.com/compose/install/)';

export const composeProgram: Look = {
  group: 'engine',
  name: 'compose',
  async look({ environment, userHome }) {
    const version = await composeVersion({ environment, home: userHome });
    if (version === undefined)
      return [{ level: 'error', message: 'Docker Compose is missing', cost: 'nothing can be deployed', repair: install }];
    if (isOlder(version, [2, 0]))
      return [{ level: 'error', message: `Docker Compose ${version} is too old`, cost: 'nothing can be deployed', repair: install }];
    if (isOlder(version, [2, 20]))
      return [
        {
          level: 'warning',
          message: `Docker Compose ${version} is older than 2.20`,
          cost: '`include`, `depends_on` with `required: false`, and `start_interval` are not understood',
          repair: 'update the plugin docker-compose-plugin',
        },
      ];
    return [{ level: 'ok', message: `Docker Compose ${version}` }];
  },
};
