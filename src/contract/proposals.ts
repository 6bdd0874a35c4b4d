/**
 * What the ledger suggests to change, for a person to decide. The keys are those that the loop server of seed 003 had, in their order; nothing happens before it
 * is approved.
 */
export interface Proposal {
  proposal_id: string;
  proposal_type: 'iteration_limit_increase' | 'dependency_check_addition' | 'timeout_adjustment';
  title: string;
  rationale: string;
  /** What to do, as one would tell it to an agent. */
  recommended_action: string;
  /** Executions that it was seen in, and figures. */
  evidence: { executions: string[] } & Record<string, unknown>;
  status: 'awaiting_approval' | 'approved' | 'rejected';
  approval_required: true;
  /** ISO 8601 */
  created_at: string;
  /** The task that it became, once it was approved and taken up. */
  submitted_as_task: string | null;
  /** SHA-256 of what it is about: the same is proposed once, whatever became of it. */
  proposal_hash: string;
}

/** What a person does with proposals. */
export interface ProposalDesk {
  /** Looks through the ledger for new ones, at most five; then all there are, those that wait first, the newest first. */
  list(): Promise<Proposal[]>;
  /** An id or its beginning. Throws UserError (exit 2) where it names none or several, or was decided already. */
  decide(id: string, approved: boolean): Promise<Proposal>;
}
