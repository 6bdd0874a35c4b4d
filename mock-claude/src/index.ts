export { greeting } from './greeting.ts';
export { type Mock, type MockOptions, startMock } from './mock.ts';
export { ScenarioError } from './scenario/scenario-error.ts';
