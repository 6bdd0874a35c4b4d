import type { Proposal, ProposalDesk } from '../../contract/proposals.ts';
import { UserError, exitCode } from '../../contract/user-error.ts';
import type { History } from '../../ledger/history.ts';
import { createRedactor } from '../../redaction/redact.ts';
import type { Clock } from '../../system/clock.ts';
import type { Database, Sql } from '../../system/database.ts';
import type { Ids } from '../../system/ids.ts';
import { type Draft, draftsFrom, hashOf } from './seen.ts';

export interface ProposalTools {
  database: Database;
  history: Pick<History, 'projects' | 'list'>;
  clock: Clock;
  ids: Ids;
}

/** A batch is as much as a person decides in one go. */
const mostNew = 5;
const recordsOfProject = 200;

/** What the ledger suggests, kept until somebody decides; one that was rejected never comes again. */
export function proposals({ database, history, clock, ids }: ProposalTools): ProposalDesk {
  return {
    async list() {
      const drafts: Draft[] = [];
      for (const project of await history.projects()) {
        const recorded = await history.list({ project, limit: recordsOfProject });
        // Throw-away instances are broken on purpose.
        drafts.push(
          ...draftsFrom(
            project,
            recorded.flatMap(({ instance, record }) => (instance.startsWith('improve-') ? [] : [record])),
          ),
        );
      }
      const fresh = drafts.map((draft) => made(draft, ids.uuid(), clock.now()));
      return database.immediate((sql) => {
        const unknown = fresh.filter(({ proposal_hash: hash }) => !sql.get('SELECT 1 FROM proposals WHERE proposal_hash = ?', hash));
        const distinct = [...new Map(unknown.map((one) => [one.proposal_hash, one])).values()];
        for (const one of distinct.slice(0, mostNew)) put(sql, one);
        return all(sql);
      });
    },
    decide: (id, approved) =>
      database.immediate((sql) => {
        const [found, ...others] = all(sql).filter((one) => one.proposal_id.startsWith(id));
        if (!found) throw problem(`there is no proposal ${id}`, 'portside memory proposals shows all');
        if (others.length > 0)
          throw problem(`${id} could be ${[found, ...others].map((one) => one.proposal_id).join(', ')}`, 'name one of them');
        if (found.status !== 'awaiting_approval')
          throw problem(`${found.proposal_id} was ${found.status} already`, 'what was decided stays');
        const decided: Proposal = { ...found, status: approved ? 'approved' : 'rejected' };
        sql.run('UPDATE proposals SET body = ? WHERE proposal_id = ?', JSON.stringify(decided), decided.proposal_id);
        return decided;
      }),
  };
}

function made(draft: Draft, id: string, now: number): Proposal {
  const { proposal_type: type, title, rationale, recommended_action: action, evidence } = createRedactor().deep(draft);
  return {
    proposal_id: id,
    proposal_type: type,
    title,
    rationale,
    recommended_action: action,
    evidence,
    status: 'awaiting_approval',
    approval_required: true,
    created_at: new Date(now).toISOString(),
    submitted_as_task: null,
    proposal_hash: hashOf(draft),
  };
}

function put(sql: Sql, proposal: Proposal): void {
  sql.run(
    'INSERT INTO proposals (proposal_id, proposal_hash, created_at, body) VALUES (?, ?, ?, ?)',
    ...[proposal.proposal_id, proposal.proposal_hash, proposal.created_at, JSON.stringify(proposal)],
  );
}

function all(sql: Sql): Proposal[] {
  const bodies = sql.column<string>('SELECT body FROM proposals ORDER BY created_at DESC, rowid DESC');
  const known = bodies.map((body) => JSON.parse(body) as Proposal);
  const waits = (one: Proposal) => Number(one.status === 'awaiting_approval');
  return known.toSorted((a, b) => waits(b) - waits(a));
}

function problem(message: string, hint: string): UserError {
  return new UserError({ code: 'proposal', exit: exitCode.usage, message, hint });
}
