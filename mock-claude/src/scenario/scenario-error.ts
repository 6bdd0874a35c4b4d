/** A scenario that cannot be used: each line says file, line and what is wrong. */
export class ScenarioError extends Error {
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'ScenarioError';
  }
}
