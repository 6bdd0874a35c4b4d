import { startProcess } from './process-target.ts';
import { executorContract } from './suite.ts';

executorContract('a process of its own', startProcess);
