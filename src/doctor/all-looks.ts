import type { Look } from './look.ts';
import { addressPools } from './looks/address-pools.ts';
import { buildx } from './looks/buildx.ts';
import { canaries } from './looks/canaries.ts';
import { composeProgram } from './looks/compose-program.ts';
import { database } from './looks/database.ts';
import { engineClock } from './looks/engine-clock.ts';
import { engineDisk } from './looks/engine-disk.ts';
import { engineFeatures } from './looks/engine-features.ts';
import { ephemeralPorts } from './looks/ephemeral-ports.ts';
import { files } from './looks/files.ts';
import { hashNamed } from './looks/hash-named.ts';
import { helpers } from './looks/helpers.ts';
import { home } from './looks/home.ts';
import { imageLooks } from './looks/image-looks.ts';
import { improve } from './looks/improve.ts';
import { instances } from './looks/instances.ts';
import { limits } from './looks/limits.ts';
import { locks } from './looks/locks.ts';
import { memory } from './looks/memory.ts';
import { openFiles } from './looks/open-files.ts';
import { orphans } from './looks/orphans.ts';
import { programs } from './looks/programs.ts';
import { storageDriver } from './looks/storage-driver.ts';
import { unfinished } from './looks/unfinished.ts';
import { prunable } from './looks/prunable.ts';

/** In the order in which they are told. */
export const looks: readonly Look[] = [
  ...[engineFeatures, composeProgram, buildx, limits, storageDriver, engineDisk, addressPools, engineClock],
  ...[memory, openFiles, ephemeralPorts, programs],
  ...[home, database, unfinished, canaries, locks, instances, files],
  ...[improve, orphans, helpers, hashNamed, imageLooks, prunable],
];
