import type { Rule } from '../rule.ts';
import { dataGoesWithItsService } from './replacing/data-goes-with-its-service.ts';
import { replicasNameTheirVolumes } from './replacing/replicas-name-their-volumes.ts';
import { volumesHaveAService } from './replacing/volumes-have-a-service.ts';
import { volumesStayAsTheyWereMade } from './replacing/volumes-stay-as-they-were-made.ts';

/** What becomes of what runs, and of its data. */
export const replacingRules: Rule[] = [volumesStayAsTheyWereMade, dataGoesWithItsService, volumesHaveAService, replicasNameTheirVolumes];
