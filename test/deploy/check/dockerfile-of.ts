import type { DockerfileFacts } from '../../../src/deploy/model/dockerfile.ts';
import { parseDockerfile } from '../../../src/deploy/survey/dockerfile/parse-dockerfile.ts';

/** A Dockerfile as rules see it, of which nothing is copied. */
export async function dockerfileOf(text: string, target?: string): Promise<DockerfileFacts> {
  const parsed = await parseDockerfile(text, target === undefined ? {} : { target });
  return { file: '/srv/shop/Dockerfile', inline: false, context: '/srv/shop', text, copies: [], ...parsed };
}
