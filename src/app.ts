import { homedir, hostname } from 'node:os';
import { join, resolve } from 'node:path';

import type { App } from './contract/app.ts';
import type { ExecutionEvent } from './contract/events.ts';
import type { InstanceView } from './contract/instance.ts';
import type { Action } from './contract/record.ts';
import { beginExecution, type Execution } from './deploy/execution.ts';
import { noEngine, withoutSecrets } from './deploy/failing.ts';
import { createRedactor } from './redaction/redact.ts';
import type { Identity } from './deploy/model/stack.ts';
import { keptSecretsOf } from './deploy/model/kept-secrets.ts';
import { environmentOf } from './deploy/roster/environment.ts';
import { planOf } from './deploy/roster/plan-of.ts';
import { listInstances } from './deploy/roster/roster.ts';
import { ofFolder, selectInstance } from './deploy/roster/select.ts';
import type { Connection, DeployTools } from './deploy/tools.ts';
import { createCompose } from './engine/compose-cli.ts';
import { connect } from './engine/connect/connect.ts';
import { generatedValues } from './ledger/generated-values.ts';
import { history } from './ledger/history.ts';
import { instances } from './ledger/instances.ts';
import { journal } from './ledger/journal.ts';
import { locks } from './ledger/lock.ts';
import { revisions } from './ledger/revisions.ts';
import { migrations } from './ledger/schema.ts';
import { snapshots } from './ledger/snapshots.ts';
import { leases } from './ports/leases.ts';
import { systemClock } from './system/clock.ts';
import { type Database, openDatabase } from './system/database.ts';
import { portsideHome } from './system/home.ts';
import type { AskingPlace } from './story/asked-ratio.ts';
import { systemIds } from './system/ids.ts';
import { systemNet } from './system/net.ts';
import { isAlive, startTimeOf } from './system/process.ts';

export type { App } from './contract/app.ts';

/** The real world, or a test's. */
export interface World {
  environment: Record<string, string>;
  currentDirectory: string;
}

/** What the app is made of. */
export type AppTools = DeployTools & { database: Database };

/** Composition root: the real engine, clock and stores, made once and handed down. `outfit` may put another in the place of some of them. */
export async function createApp(world: World, outfit: (tools: AppTools) => AppTools = (tools) => tools): Promise<App> {
  const { database, ...tools } = outfit(await realTools(world));
  const roster = async () => listInstances((await tools.connect()).engine, tools);
  return {
    async up(options, listen, signal) {
      const { deploy } = await import('./deploy/deploy.ts');
      const execution = begin('up', listen, signal);
      return withoutSecrets(noEngine(deploy(options, tools, execution)), execution.redactor);
    },
    async preview(options) {
      const { preview } = await import('./deploy/preview.ts');
      const redactor = createRedactor();
      return redactor.deep(await withoutSecrets(noEngine(preview(options, tools, redactor)), redactor));
    },
    async rollback(instance, options, listen, signal) {
      const { rollback } = await import('./deploy/rollback.ts');
      const execution = begin('rollback', listen, signal);
      return withoutSecrets(noEngine(rollback(identityOf(instance), options, tools, execution)), execution.redactor);
    },
    async previewRollback(instance, options) {
      const { previewRollback } = await import('./deploy/preview-rollback.ts');
      const redactor = createRedactor();
      return redactor.deep(await withoutSecrets(noEngine(previewRollback(identityOf(instance), options, tools, redactor)), redactor));
    },
    async check(options) {
      const { checkProject } = await import('./deploy/examine/checked.ts');
      const redactor = createRedactor();
      return withoutSecrets(noEngine(checkProject(options, tools, redactor)), redactor);
    },
    async rules() {
      const { explainedRules } = await import('./deploy/check/explained-rules.ts');
      return explainedRules();
    },
    async down(instance, options, listen, signal) {
      const { takeDown } = await import('./deploy/down.ts');
      return noEngine(takeDown(identityOf(instance), options, tools, begin('down', listen, signal)));
    },
    async snapshot(instance, options, listen, signal) {
      const { takeSnapshot } = await import('./deploy/snapshot/snapshot.ts');
      const execution = begin('snapshot', listen, signal);
      return withoutSecrets(noEngine(takeSnapshot(identityOf(instance), options, tools, execution)), execution.redactor);
    },
    snapshots: () => tools.snapshots.list(),
    async restore(instance, options, listen, signal) {
      const { restoreSnapshot } = await import('./deploy/snapshot/restore.ts');
      const execution = begin('restore', listen, signal);
      return withoutSecrets(noEngine(restoreSnapshot(identityOf(instance), options, tools, execution)), execution.redactor);
    },
    async graduate(instance, options, listen, signal) {
      const { graduate } = await import('./graduation/graduate.ts');
      const execution = begin('graduate', listen, signal);
      return withoutSecrets(noEngine(graduate(instance, options, tools, execution)), execution.redactor);
    },
    list: () => noEngine(roster()),
    select: async (reference) => selectInstance(await noEngine(roster()), reference, world),
    ofProject: async (directory) => ofFolder(await noEngine(roster()), directory ?? world.currentDirectory),
    async env(instance) {
      const plan = await planOf(instance, tools.instances);
      return environmentOf(instance, await tools.leases.of(instance.compose_name), plan ? keptSecretsOf(plan) : {});
    },
    async config(options) {
      const { showConfiguration } = await import('./deploy/configuration/configuration.ts');
      return showConfiguration(options, tools);
    },
    async changeConfig(options, wanted) {
      const { changeConfiguration } = await import('./deploy/configuration/change.ts');
      return changeConfiguration(options, wanted, tools);
    },
    async logs(instance, options, onLine, signal) {
      const { compose } = await noEngine(tools.connect());
      const { readRedacted } = await import('./deploy/roster/redacted-logs.ts');
      await noEngine(readRedacted(instance, options, { compose, instances: tools.instances, generated: tools.generated, onLine, signal }));
    },
    async doctor(agree) {
      const [{ doctor }, { takeDown }, { leftBehind }] = await Promise.all([
        import('./doctor/doctor.ts'),
        import('./deploy/down.ts'),
        import('./improve/left-behind.ts'),
      ]);
      const quiet = () => begin('down', () => undefined, new AbortController().signal);
      const takeOneDown = async (identity: Identity) => (await takeDown(identity, {}, tools, quiet())).record.error;
      const improve = leftBehind(tools, { host: hostname(), isAlive });
      return doctor({ ...tools, database, userHome: userHomeOf(world), takeDown: takeOneDown, improve }, agree);
    },
    async prune(options, agree) {
      const { prune } = await import('./deploy/prune/prune.ts');
      const { engine } = await noEngine(tools.connect());
      return noEngine(prune(options, engine, tools, agree));
    },
    async diagnose(reference) {
      const { explainLater } = await import('./deploy/explain/explain-later.ts');
      return noEngine(explainLater(reference, tools));
    },
    async history(options) {
      const { historyView } = await import('./story/history-view.ts');
      return historyView(options, await storyPlace());
    },
    async verify(reference, listen) {
      const [{ audit }, { kept }] = await Promise.all([import('./audit/audit.ts'), import('./ledger/kept.ts')]);
      return audit(reference, { ...tools, kept: kept(database), userHome: userHomeOf(world) }, listen);
    },
    async ledger() {
      const { ledgerUpkeep } = await import('./ledger/upkeep.ts');
      return ledgerUpkeep({ ...tools, database });
    },
    async improve(options, { listen, signal, approve }) {
      const [{ improveProject }, { outfitOf }, { improveSayer }] = await Promise.all([
        import('./improve/improve.ts'),
        import('./improve/outfit.ts'),
        import('./improve/say.ts'),
      ]);
      const execution = begin('improve', () => undefined, signal);
      const say = improveSayer(execution, listen);
      const agents = (asked: typeof options) => outfitOf(asked, { ...tools, database });
      return withoutSecrets(noEngine(improveProject({ options, tools, execution, say, outfit: agents, approve })), execution.redactor);
    },
    async improvePrompt(options) {
      const { improvePrompt } = await import('./improve/prompt.ts');
      const redactor = createRedactor();
      return withoutSecrets(improvePrompt(options, tools, redactor), redactor);
    },
    async memory() {
      const { memoryUpkeep } = await import('./loop/memory/upkeep.ts');
      return memoryUpkeep({ ...tools, database });
    },
    async proposals() {
      const { proposals } = await import('./loop/proposals/proposals.ts');
      return proposals({ ...tools, database });
    },
    async historyDocument(options) {
      const { historyDocument } = await import('./story/document.ts');
      return historyDocument(options, await storyPlace());
    },
    async writeHistory(file, options) {
      const { writeHistory } = await import('./story/document.ts');
      return writeHistory(file, options, await storyPlace());
    },
    async historyStats(options) {
      const { historyStats } = await import('./story/stats.ts');
      return historyStats(options, { ...tools, database });
    },
    async writeStatsPage(file, options) {
      const { writeStatsPage } = await import('./story/stats.ts');
      return writeStatsPage(file, options, { ...tools, database });
    },
    async exec(instance, service, command) {
      const { compose } = await noEngine(tools.connect());
      return noEngine(compose.exec(instance.compose_name, service, command));
    },
  };

  async function storyPlace(): Promise<AskingPlace> {
    const { askedRatio } = await import('./story/asked-ratio.ts');
    return { ...tools, database, asked: (project) => askedRatio(project, tools) };
  }

  function begin(action: Action, listen: (event: ExecutionEvent) => void, signal: AbortSignal): Execution {
    return beginExecution({ uuid: tools.ids.uuid(), action, clock: tools.clock, signal, redactor: createRedactor(), listen });
  }
}

function identityOf({ project, instance, compose_name: composeName, directory }: InstanceView): Identity {
  return { project, instance, composeName, directory };
}

async function realTools({ environment, currentDirectory }: World): Promise<AppTools> {
  const home = resolve(currentDirectory, portsideHome(environment));
  const clock = systemClock;
  const ids = systemIds;
  const database = openDatabase(join(home, 'portside.db'), migrations, { clock, ids });
  const self = { host: hostname(), pid: process.pid, startTime: (await startTimeOf(process.pid)) ?? '' };
  const processes = { isAlive };
  const surroundings = { environment, home: userHomeOf({ environment }) };
  let connection: Promise<Connection> | undefined;
  return {
    connect: () => (connection ??= connectEngine(surroundings)),
    parser: createCompose({ ...surroundings, engine: {} }),
    leases: leases(database, systemNet, clock),
    locks: locks(database, self, processes, clock, ids),
    instances: instances(database, clock),
    journal: journal(database, self, processes, clock),
    history: history(database, home),
    revisions: revisions(database, home),
    snapshots: snapshots(home),
    generated: generatedValues(home, ids),
    ...{ clock, ids, environment, currentDirectory, home, database },
  };
}

function userHomeOf({ environment }: Pick<World, 'environment'>): string {
  return environment['HOME'] ?? homedir();
}

async function connectEngine(surroundings: Parameters<typeof connect>[0]): Promise<Connection> {
  const { engine, environment } = await connect(surroundings);
  return { engine, compose: createCompose({ ...surroundings, engine: environment }), facts: await engine.facts(), environment };
}
