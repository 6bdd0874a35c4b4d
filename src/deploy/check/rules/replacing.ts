import type { Rule } from '../rule.ts';
import { commandsBeforeCanRun } from './replacing/commands-before-can-run.ts';
import { commandsBeforeFindTheirServices } from './replacing/commands-before-find-their-services.ts';
import { dataGoesWithItsService } from './replacing/data-goes-with-its-service.ts';
import { edgeHasItsCertificate } from './replacing/edge-has-its-certificate.ts';
import { edgeKeepsNetworksApart } from './replacing/edge-keeps-networks-apart.ts';
import { edgeLeadsSomewhere } from './replacing/edge-leads-somewhere.ts';
import { edgeNameIsFree } from './replacing/edge-name-is-free.ts';
import { edgePortsAreFree } from './replacing/edge-ports-are-free.ts';
import { replicasNameTheirVolumes } from './replacing/replicas-name-their-volumes.ts';
import { rollingNamesMeanTwo } from './replacing/rolling-names-mean-two.ts';
import { rollingServicesCanRunTwice } from './replacing/rolling-services-can-run-twice.ts';
import { rollingServicesSpeakHttp } from './replacing/rolling-services-speak-http.ts';
import { rollingServicesTellTheirHealth } from './replacing/rolling-services-tell-their-health.ts';
import { volumesHaveAService } from './replacing/volumes-have-a-service.ts';
import { volumesStayAsTheyWereMade } from './replacing/volumes-stay-as-they-were-made.ts';

/** What becomes of what runs, and of its data. */
export const replacingRules: Rule[] = [
  volumesStayAsTheyWereMade,
  dataGoesWithItsService,
  volumesHaveAService,
  replicasNameTheirVolumes,
  rollingServicesCanRunTwice,
  rollingServicesSpeakHttp,
  rollingServicesTellTheirHealth,
  rollingNamesMeanTwo,
  edgeNameIsFree,
  edgeLeadsSomewhere,
  edgePortsAreFree,
  edgeHasItsCertificate,
  edgeKeepsNetworksApart,
  commandsBeforeCanRun,
  commandsBeforeFindTheirServices,
];
