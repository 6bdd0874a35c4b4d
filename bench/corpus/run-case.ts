import { type Bed, type Ward, makeBed } from './bed.ts';
import type { BrokenCase, GoodCase } from './case.ts';
import { type Told, errorsIn, recordOf, toldByCheck, toldByRecord } from './told.ts';

export interface BrokenRun {
  name: string;
  expected: string;
  told: Told;
  rightCause: boolean;
  rightService: boolean;
  /** What was quoted shows what the case asks for; always so where it asks for nothing. */
  evidenceQuoted: boolean;
  /** Undefined where nothing was to be repaired. */
  repaired?: boolean;
  left: string[];
}

export interface GoodRun {
  name: string;
  verified: boolean;
  /** Errors that the checks reported. */
  alarms: string[];
  summary: string;
  left: string[];
}

const up = (bed: Bed, { timeout }: Ward) => bed.portside('up', '--timeout', timeout, '--json');

/** Deploys a broken project for real, and compares what Portside says of it with what is known. With `repairs`, has it mended and deploys it again. */
export async function runBroken(one: BrokenCase, ward: Ward, { repairs }: { repairs: boolean }): Promise<BrokenRun> {
  const { cause, service, evidence, repairable } = one.said;
  await using bed = await makeBed(one, ward);
  const { told, uuid } = await failureOf(one, bed, ward);
  const repaired = repairs && repairable ? await isRepaired(bed, uuid, ward) : undefined;
  await bed.portside('down', '--all', '--volumes', '--quiet');
  return {
    name: one.name,
    expected: [cause, service].filter(Boolean).join(' of '),
    told,
    rightCause: told.cause === cause,
    rightService: service === undefined || told.service === service,
    evidenceQuoted: evidence === undefined || new RegExp(evidence).test(told.quoted),
    ...(repaired !== undefined && { repaired }),
    left: await bed.left(),
  };
}

/** Deploys a project that nothing is wrong with. */
export async function runGood(one: GoodCase, ward: Ward): Promise<GoodRun> {
  await using bed = await makeBed(one, ward);
  const ended = await up(bed, ward);
  const record = recordOf(ended);
  await bed.portside('down', '--all', '--volumes', '--quiet');
  return {
    name: one.name,
    verified: ended.exitCode === 0,
    alarms: record ? errorsIn(record) : [],
    summary: record ? toldByRecord(record).summary : ended.stderr.trim(),
    left: await bed.left(),
  };
}

async function failureOf({ said }: BrokenCase, bed: Bed, ward: Ward): Promise<{ told: Told; uuid?: string }> {
  if (said.command === 'check') return { told: toldByCheck(await bed.portside('check', '--json')) };
  const ended = await up(bed, ward);
  const record = recordOf(ended);
  if (!record) return { told: toldByCheck(await bed.portside('check', '--json')) };
  if (ended.exitCode === 0) return { told: { summary: 'came up verified', quoted: '' } };
  return { told: toldByRecord(record), uuid: record.execution_uuid };
}

/** As a user would: take what the diagnosis offers, then what the checks offer, and go again. */
async function isRepaired(bed: Bed, uuid: string | undefined, ward: Ward): Promise<boolean> {
  if (uuid) await bed.portside('diagnose', uuid, '--fix', '--yes', '--quiet');
  await bed.portside('check', '--fix', '--yes', '--quiet');
  return (await up(bed, ward)).exitCode === 0;
}
