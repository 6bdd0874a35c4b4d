import type { ContainerWatch, Engine } from '../../engine/interface.ts';
import type { Clock } from '../../system/clock.ts';
import type { ContainerDetails } from '../model/container.ts';
import type { EngineFacts } from '../model/observed.ts';
import type { Expectation, Plan } from '../model/plan.ts';
import type { Lease } from '../model/port.ts';
import type { Probe, Verdict } from '../model/probe.ts';
import { awaitService } from './await-service.ts';
import { innerSide } from './listening.ts';
import type { Address } from './probes/look.ts';
import { look } from './probes/probe.ts';

export interface VerifyTools {
  engine: Engine;
  facts: EngineFacts;
  watch: ContainerWatch;
  clock: Clock;
  signal: AbortSignal;
  leases: Lease[];
  tell: (verdict: Verdict) => void;
}

/** Looks at every service and through every probe until all passed, or the first has failed for good. Touches nothing. */
export async function verify(plan: Plan, tools: VerifyTools): Promise<Verdict[]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([tools.signal, stop.signal]);
  const verdicts: Verdict[] = [];
  const say = (verdict: Verdict) => {
    if (stop.signal.aborted) return;
    verdicts.push(verdict);
    tools.tell(verdict);
    if (verdict.outcome === 'failed') stop.abort();
  };
  await Promise.all(plan.expectations.map((expectation) => verifyService(expectation, plan.probes, { ...tools, signal, tell: say })));
  return verdicts;
}

async function verifyService(expectation: Expectation, probes: Probe[], tools: VerifyTools): Promise<void> {
  const { facts, watch, clock, signal, tell } = tools;
  const verdict = await awaitService(expectation, {
    watch,
    clock,
    signal,
    listens: (container, ports) => allListen(container, ports, facts),
  });
  tell(verdict);
  if (verdict.outcome === 'failed') return;
  const graceMs =
    expectation.proof === 'healthy' ? graceAfterHealthyMs : Math.max(graceAfterHealthyMs, expectation.deadlineMs - verdict.durationMs);
  const mine = probes.filter((probe) => probe.service === expectation.service);
  await Promise.all(mine.map(async (probe) => tell(await verifyProbe(probe, graceMs, tools))));
}
/** A service that calls itself healthy answers from outside within this time, or it does not. */
const graceAfterHealthyMs = 10_000;

/** `unknown` counts as listening here: the look from outside then has to prove it. */
export async function allListen(container: ContainerDetails, ports: number[], facts: EngineFacts): Promise<boolean> {
  const sides = await Promise.all(ports.map((port) => innerSide(container, port, facts)));
  return sides.every((side) => side !== 'closed');
}

async function verifyProbe(probe: Probe, graceMs: number, { engine, facts, watch, clock, signal, leases }: VerifyTools): Promise<Verdict> {
  const begun = clock.monotonic();
  const address = addressOf(probe, leases, facts);
  const target = describeTarget(probe, address);
  for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 2, 500)) {
    const [container] = watch.current(probe.service);
    const sight = container ? await look(probe, { engine, facts, container, address }) : { passed: false, detail: 'no container' };
    const durationMs = clock.monotonic() - begun;
    if (sight.passed)
      return {
        service: probe.service,
        kind: probe.kind,
        target,
        outcome: probe.kind === 'udp' ? 'unprobed' : 'passed',
        detail: sight.detail,
        durationMs,
      };
    if (signal.aborted || durationMs >= graceMs)
      return { service: probe.service, kind: probe.kind, target, outcome: 'failed', detail: sight.detail, durationMs };
    await clock.sleep(pauseMs, signal);
  }
}

function addressOf(probe: Probe, leases: Lease[], facts: EngineFacts): Address | undefined {
  if (probe.kind === 'command') return undefined;
  const protocol = probe.kind === 'udp' ? 'udp' : 'tcp';
  const lease = leases.find((one) => one.service === probe.service && one.target === probe.target && one.protocol === protocol);
  if (!lease) return undefined;
  const everywhere = !lease.hostIp || lease.hostIp === '0.0.0.0' || lease.hostIp === '::';
  return { host: everywhere ? facts.host : (lease.hostIp ?? facts.host), port: lease.port };
}

function describeTarget(probe: Probe, address: Address | undefined): string {
  if (probe.kind === 'command') return probe.run.join(' ');
  const place = address ? `${address.host}:${address.port}` : `${probe.service}:${probe.target}`;
  if (probe.kind === 'http') return `${probe.tls ? 'https' : 'http'}://${place}${probe.path}`;
  if (probe.kind === 'websocket') return `${probe.tls ? 'wss' : 'ws'}://${place}${probe.path}`;
  return `${probe.kind}://${place}`;
}
