import { UserError, exitCode } from '../contract/user-error.ts';
import { composeName as composeNameOf } from '../deploy/model/compose-name.ts';
import type { InstanceChanges } from '../deploy/model/registration.ts';
import type { Identity, Project } from '../deploy/model/stack.ts';
import type { Clock } from '../system/clock.ts';
import type { Database, Sql } from '../system/database.ts';
import type { Ids } from '../system/ids.ts';
import { freshName } from './fresh-name.ts';
import type { Instance } from './instance.ts';
import { allInstances, findInstance, putInstance } from './instance-rows.ts';

/** Every instance that this user has, running or not. */
export interface Instances {
  /**
   * Registers the instance, or finds it registered from the same folder (then only files, env files and profiles are taken over).
   * Throws UserError (exit 3) where another folder has the name.
   */
  claim(identity: Identity, project: Project, options?: { adopted?: boolean }): Promise<Instance>;
  /** Registers one under a readable name that is nobody's. */
  claimFresh(project: Project, ids: Ids): Promise<Instance>;
  find(composeName: string): Promise<Instance | undefined>;
  /** Ordered by project and instance. */
  list(choice?: { project?: string; directory?: string }): Promise<Instance[]>;
  /** Leaves alone what is not named; one that is not registered stays so. */
  update(composeName: string, changes: InstanceChanges): Promise<void>;
  forget(composeName: string): Promise<void>;
}

export type { Instance } from './instance.ts';

export function instances(database: Database, clock: Clock): Instances {
  return {
    claim: (identity, project, { adopted = false } = {}) => database.immediate((sql) => claimIn(sql, identity, project, adopted, clock)),
    async claimFresh(project, ids) {
      for (let attempt = 0; ; attempt++) {
        const name = freshName(ids, attempt);
        const identity = {
          project: project.name,
          instance: name,
          composeName: composeNameOf(project.name, name),
          directory: project.directory,
        };
        const claimed = await database.immediate((sql) =>
          findInstance(sql, identity.composeName) ? undefined : claimIn(sql, identity, project, false, clock),
        );
        if (claimed) return claimed;
      }
    },
    find: (composeName) => database.read((sql) => findInstance(sql, composeName)),
    list: ({ project, directory } = {}) =>
      database.read((sql) =>
        allInstances(sql).filter(
          (known) => (project === undefined || known.project === project) && (directory === undefined || known.directory === directory),
        ),
      ),
    update: (composeName, changes) =>
      database.immediate((sql) => {
        const known = findInstance(sql, composeName);
        if (known) putInstance(sql, { ...changed(known, changes), updatedAt: clock.now() });
      }),
    forget: (composeName) => database.immediate((sql) => void sql.run('DELETE FROM instances WHERE compose_name = ?', composeName)),
  };
}

function changed({ canary, ...known }: Instance, { canary: now = canary, ...changes }: InstanceChanges): Instance {
  return { ...known, ...changes, ...(now && { canary: now }) };
}

function claimIn(sql: Sql, identity: Identity, project: Project, adopted: boolean, clock: Clock): Instance {
  const { files, envFiles, profiles } = project;
  const now = clock.now();
  const known = findInstance(sql, identity.composeName);
  if (!known) {
    const claimed: Instance = {
      ...identity,
      files,
      envFiles,
      profiles,
      adopted,
      status: 'starting',
      endpoints: [],
      namedPorts: {},
      claimedAt: now,
      updatedAt: now,
    };
    putInstance(sql, claimed);
    return claimed;
  }
  if (known.directory !== identity.directory || known.instance !== identity.instance) throw claimedElsewhere(known, identity);
  const again: Instance = { ...known, files, envFiles, profiles, adopted: known.adopted || adopted, updatedAt: now };
  putInstance(sql, again);
  return again;
}

function claimedElsewhere(known: Instance, wanted: Identity): UserError {
  return new UserError({
    code: 'instance-claimed',
    exit: exitCode.stopped,
    message: `the name ${wanted.composeName} belongs to instance ${known.project}/${known.instance} of ${known.directory}; ${wanted.directory} cannot have it too`,
    hint: 'Choose another name (`portside up --name ID`), or take the other one down there first (`portside down`).',
  });
}
