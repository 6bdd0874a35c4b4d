export { type Mock, type MockOptions, startMock } from './mock.ts';
export { ScenarioError } from './scenario/scenario-error.ts';
