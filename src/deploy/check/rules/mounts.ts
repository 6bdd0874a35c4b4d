import type { Rule } from '../rule.ts';
import { bindSourcesExist } from './mounts/bind-sources-exist.ts';
import { bindSourcesLieInTheProject } from './mounts/bind-sources-lie-in-the-project.ts';
import { filesAreMountedOnFiles } from './mounts/files-are-mounted-on-files.ts';
import { mountsHideNothingInstalled } from './mounts/mounts-hide-nothing-installed.ts';

/** Folders and volumes. */
export const mountsRules: Rule[] = [bindSourcesExist, filesAreMountedOnFiles, mountsHideNothingInstalled, bindSourcesLieInTheProject];
