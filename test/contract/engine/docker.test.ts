import { describeEngine } from './describe-engine.ts';
import { describeOwnStart } from './own-start.ts';
import { realSubject } from './real-subject.ts';

const subject = await realSubject(process.env);

describeEngine('the engine of this machine', async () => subject);
describeOwnStart('the engine of this machine', subject);
