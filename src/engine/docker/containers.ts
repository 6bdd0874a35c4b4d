import { stripVTControlCharacters } from 'node:util';
import type Dockerode from 'dockerode';
import type { EngineFacts } from '../../deploy/model/observed.ts';
import { engineError, isAlreadyUnderway, isJustEnding } from '../classify.ts';
import type { Containers } from '../interface/containers.ts';
import { ask, labelFilters, unlessGone, unlessStatus } from './asking.ts';
import { attach } from './attach.ts';
import { ownContainerOptions } from './definitions.ts';
import { containerDetails, healthOf, observedContainer } from './describe-container.ts';
import { execInside } from './exec.ts';
import { execOutput } from './exec-output.ts';
import { demultiplex } from './multiplexed.ts';
import { runPodmanHealthcheck, stopOnPodman } from './podman.ts';

export function dockerContainers(docker: Dockerode, facts: () => Promise<EngineFacts>): Containers {
  return {
    async listContainers(labels = {}) {
      const listed = await ask(docker.listContainers({ all: true, filters: { label: labelFilters(labels) } }));
      return listed.map(observedContainer);
    },
    async inspectContainer(id) {
      const inspected = await unlessGone(docker.getContainer(id).inspect());
      return inspected && containerDetails(inspected);
    },
    async createContainer(options) {
      return (await ask(docker.createContainer(ownContainerOptions(options)))).id;
    },
    async startContainer(id) {
      // 304: it runs already.
      await unlessStatus([304], docker.getContainer(id).start());
    },
    attachContainer: (id) => ask(attach(docker.getContainer(id))),
    async stopContainer(id, graceMs) {
      const container = docker.getContainer(id);
      const { kind } = await facts();
      const grace = graceMs === undefined ? {} : { t: Math.ceil(graceMs / 1000) };
      const stopping = kind === 'podman' && graceMs === undefined ? stopOnPodman(container) : container.stop(grace);
      await unlessStatus([304, 404], stopping);
    },
    async waitContainer(id) {
      const answer = (await ask(docker.getContainer(id).wait())) as { StatusCode: number };
      return answer.StatusCode;
    },
    async removeContainer(id, { volumes }) {
      const container = docker.getContainer(id);
      try {
        await unlessGone(container.remove({ force: true, v: volumes }));
      } catch (error) {
        const problem = engineError(error);
        if (isAlreadyUnderway(problem)) await unlessGone(container.wait({ condition: 'removed' }));
        else if (isJustEnding(problem)) {
          await unlessGone(container.wait());
          await unlessGone(container.remove({ force: true, v: volumes }));
        } else throw problem;
      }
    },
    async renameContainer(id, name) {
      await ask(docker.getContainer(id).rename({ name }));
    },
    async logTail(id, lines) {
      const container = docker.getContainer(id);
      const inspected = await unlessGone(container.inspect());
      if (!inspected || inspected.State.Status === 'created') return [];
      const raw = await ask(container.logs({ stdout: true, stderr: true, tail: lines, follow: false }));
      return logLines(inspected.Config.Tty ? raw.toString('utf8') : demultiplex(raw)).slice(-lines);
    },
    exec: (id, command, timeoutMs, how) => ask(execInside(docker.getContainer(id), command, timeoutMs, how)),
    execOutput: (id, command) => ask(execOutput(docker.getContainer(id), command)),
    async runHealthcheck(id) {
      if ((await facts()).kind === 'podman') return ask(runPodmanHealthcheck(docker, id));
      return healthOf((await ask(docker.getContainer(id).inspect())).State.Health?.Status);
    },
  };
}

function logLines(text: string): string[] {
  const lines = stripVTControlCharacters(text).split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
