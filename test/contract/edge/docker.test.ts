import { describeEdge } from './describe-edge.ts';
import { connected } from './stand.ts';

const docker = await connected();
describeEdge('caddy', docker);
describeEdge('nginx', docker);
