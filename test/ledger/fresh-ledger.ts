import { afterEach, beforeEach } from 'vitest';
import { type History, history } from '../../src/ledger/history.ts';
import { type Machine, machine } from './fixtures.ts';

/** Whoever imports these has a machine and a ledger of its own in each test. */
export let here: Machine;
export let ledger: History;

beforeEach(async () => {
  here = await machine();
  ledger = history(here.database, here.home);
});
afterEach(() => here.close());
