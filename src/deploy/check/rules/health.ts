import type { Rule } from '../rule.ts';
import { awaitedEndsCanCome } from './health/awaited-ends-can-come.ts';
import { awaitedHealthCanCome } from './health/awaited-health-can-come.ts';
import { dependsOnWaitsForHealth } from './health/depends-on-waits-for-health.ts';
import { healthcheckCommandsCanRun } from './health/healthcheck-commands-can-run.ts';
import { healthchecksAnswerSoon } from './health/healthchecks-answer-soon.ts';
import { healthchecksArePatient } from './health/healthchecks-are-patient.ts';
import { healthchecksAskIpv4 } from './health/healthchecks-ask-ipv4.ts';
import { healthchecksAskTheirOwnPort } from './health/healthchecks-ask-their-own-port.ts';
import { servicesTellTheirHealth } from './health/services-tell-their-health.ts';

/** How a service says that it is ready, and who waits for that. */
export const healthRules: Rule[] = [
  awaitedHealthCanCome,
  awaitedEndsCanCome,
  dependsOnWaitsForHealth,
  healthcheckCommandsCanRun,
  healthchecksAskTheirOwnPort,
  healthchecksAskIpv4,
  healthchecksArePatient,
  healthchecksAnswerSoon,
  servicesTellTheirHealth,
];
