import { describeEngine } from './describe-engine.ts';
import { realSubject } from './real-subject.ts';

describeEngine('the engine of this machine', () => realSubject(process.env));
