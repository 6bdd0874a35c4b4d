import type { Engine } from '../../engine/interface.ts';

/** As much of an engine as it takes to shut a program in. */
export type IsolatingEngine = Pick<
  Engine,
  | 'inspectImage'
  | 'createContainer'
  | 'attachContainer'
  | 'startContainer'
  | 'stopContainer'
  | 'waitContainer'
  | 'removeContainer'
  | 'createVolume'
  | 'removeVolume'
  | 'listContainers'
  | 'describeVolumes'
>;
