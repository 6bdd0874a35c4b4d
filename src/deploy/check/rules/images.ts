import type { Rule } from '../rule.ts';
import { imagesCanBeHad } from './images/images-can-be-had.ts';

/** What services run, and how it is made. */
export const imagesRules: Rule[] = [imagesCanBeHad];
