import type { Rule } from '../rule.ts';
import { hostsAreServices } from './network/hosts-are-services.ts';
import { serversListenForOthers } from './network/servers-listen-for-others.ts';
import { servicesShareANetwork } from './network/services-share-a-network.ts';
import { urlsNameServices } from './network/urls-name-services.ts';
import { urlsUseContainerPorts } from './network/urls-use-container-ports.ts';

/** Who can reach whom, and by what name. */
export const networkRules: Rule[] = [
  urlsNameServices,
  hostsAreServices,
  servicesShareANetwork,
  urlsUseContainerPorts,
  serversListenForOthers,
];
