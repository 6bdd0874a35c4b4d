import type { Reporter, TestModule } from 'vitest/node';
import { withoutEngine } from '../e2e/support/without-engine.ts';

/** Ends a run with `N passed, N failed`, the checks that script/test ran before among them. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const brokenModules = modules.filter((module) => module.errors().length > 0).length;
    const passed = count('passed') + Number(process.env['CHECKS_PASSED'] ?? 0);
    const failed = count('failed') + brokenModules + errors.length + Number(process.env['CHECKS_FAILED'] ?? 0);
    const skipped = count('skipped');
    const more = [...(skipped > 0 ? [`${skipped} skipped`] : []), ...(withoutEngine ? ['without an engine'] : [])];
    process.on('exit', () => process.stdout.write(`\n${[`${passed} passed`, `${failed} failed`, ...more].join(', ')}\n`));
  }
}
