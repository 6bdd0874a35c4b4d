import type { Rule } from '../rule.ts';
import { baseImagesArePinned } from './dockerfile/base-images-are-pinned.ts';
import { compilersStayBehind } from './dockerfile/compilers-stay-behind.ts';
import { copiesFindTheirSources } from './dockerfile/copies-find-their-sources.ts';
import { dockerfilesAreUnderstood } from './dockerfile/dockerfiles-are-understood.ts';
import { downloadsAreChecked } from './dockerfile/downloads-are-checked.ts';
import { imagesDoNotRunAsRoot } from './dockerfile/images-do-not-run-as-root.ts';
import { packagesInstallUnasked } from './dockerfile/packages-install-unasked.ts';
import { programsHearSignals } from './dockerfile/programs-hear-signals.ts';
import { secretsStayOutOfImages } from './dockerfile/secrets-stay-out-of-images.ts';
import { stagesAreThere } from './dockerfile/stages-are-there.ts';

/** How images are built. */
export const dockerfileRules: Rule[] = [
  dockerfilesAreUnderstood,
  stagesAreThere,
  copiesFindTheirSources,
  packagesInstallUnasked,
  secretsStayOutOfImages,
  imagesDoNotRunAsRoot,
  baseImagesArePinned,
  compilersStayBehind,
  downloadsAreChecked,
  programsHearSignals,
];
