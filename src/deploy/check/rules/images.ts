import type { Rule } from '../rule.ts';
import { healthchecksFindTheirPrograms } from './images/healthchecks-find-their-programs.ts';
import { imagesArePinned } from './images/images-are-pinned.ts';
import { imagesAreThere } from './images/images-are-there.ts';
import { imagesCanBeHad } from './images/images-can-be-had.ts';
import { programsAreInTheirImages } from './images/programs-are-in-their-images.ts';
import { programsFitTheMachine } from './images/programs-fit-the-machine.ts';
import { programsMayBeExecuted } from './images/programs-may-be-executed.ts';
import { scriptsFindTheirInterpreters } from './images/scripts-find-their-interpreters.ts';
import { usersAreInTheirImages } from './images/users-are-in-their-images.ts';
import { workingFoldersAreRight } from './images/working-folders-are-right.ts';

/** What services run, and how it is made. */
export const imagesRules: Rule[] = [
  imagesCanBeHad,
  imagesAreThere,
  programsFitTheMachine,
  programsAreInTheirImages,
  programsMayBeExecuted,
  scriptsFindTheirInterpreters,
  workingFoldersAreRight,
  usersAreInTheirImages,
  healthchecksFindTheirPrograms,
  imagesArePinned,
];
