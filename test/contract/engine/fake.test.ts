import { describeEngine } from './describe-engine.ts';
import { fakeSubject } from './fake-subject.ts';

describeEngine('the fake engine', async () => fakeSubject());
