import type { Definition } from './definition.ts';
import { example } from './example.ts';
import type { Program } from './root.ts';

/** `portside memory`: what mended which failure, and what the ledger suggests. */
export function defineMemory(program: Program, definition: Definition): void {
  const { callOf, finish } = definition;
  const memory = program
    .command('memory')
    .summary('what mended which failure')
    .description(
      'What `portside improve` remembers of failures and of what mended them: it is tried first, and shown to agents. No secret is in it.',
    )
    .usage('list | forget | …')
    .helpCommand(false)
    .addHelpText('after', example('portside memory list', 'portside memory forget url-means-localhost/3fa2', 'portside memory proposals'));

  memory
    .command('list', { isDefault: true })
    .summary('every failure that was mended, and how often that worked')
    .description(
      'Every failure that was mended, what mended it, and how often that worked; the most successful first. --verbose shows the patches.',
    )
    .addHelpText('after', example('portside memory list', 'portside memory list --json'))
    .action(async (_options, command) => {
      const { listMemory } = await import('../memory/list.ts');
      finish(await listMemory(callOf(command)));
    });

  memory
    .command('forget')
    .summary('forget a failure, and all that mended it')
    .description('Forgets a failure, and all that mended it, in every project.')
    .argument('<SIGNATURE>', 'as `memory list` shows it, or its beginning where that names one')
    .addHelpText('after', example('portside memory forget url-means-localhost/3fa2c01b9d44'))
    .action(async (signature, _options, command) => {
      const { forgetMemory } = await import('../memory/forget.ts');
      finish(await forgetMemory(signature, callOf(command)));
    });

  memory
    .command('export')
    .summary('the memory as lines of JSON')
    .description('Writes all that is remembered, a line of JSON each.')
    .argument('[FILE]', 'a new file; by default standard output')
    .addHelpText('after', example('portside memory export memory.ndjson', 'portside memory export | jq -r .signature'))
    .action(async (file, _options, command) => {
      const { exportMemory } = await import('../memory/export.ts');
      finish(await exportMemory(file, callOf(command)));
    });

  defineProposals(memory, definition);
}

/** What the ledger suggests, and what is decided of it. */
function defineProposals(memory: Program | ReturnType<Program['command']>, { callOf, finish }: Definition): void {
  memory
    .command('proposals')
    .summary('what the ledger suggests to change')
    .description(
      'Looks through the ledger: limits that were too low, services that do not wait for what they need, time that nearly ran out. At most five new ones at a time; nothing happens before you approve it.',
    )
    .addHelpText('after', example('portside memory proposals', 'portside memory proposals --json'))
    .action(async (_options, command) => {
      const { listProposals } = await import('../memory/proposals.ts');
      finish(await listProposals(callOf(command)));
    });

  for (const [name, approved, summary] of [
    ['approve', true, 'agree to a proposal'],
    ['reject', false, 'turn a proposal down: it never comes again'],
  ] as const)
    memory
      .command(name)
      .summary(summary)
      .description(
        `${approved ? 'Agrees to a proposal' : 'Turns a proposal down; the same is never proposed again'}. What was decided stays.`,
      )
      .argument('<ID>', 'as `memory proposals` shows it, or its beginning')
      .addHelpText('after', example(`portside memory ${name} 3fa2c01b`))
      .action(async (id, _options, command) => {
        const { decideProposal } = await import('../memory/proposals.ts');
        finish(await decideProposal(id, approved, callOf(command)));
      });
}
