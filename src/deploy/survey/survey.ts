import type { Draft } from '../model/draft.ts';
import type { Facts } from '../model/observed.ts';
import type { Stack } from '../model/stack.ts';
import { type Surroundings, emptySurroundings } from '../model/surroundings.ts';
import { readEnvFileTexts } from './env-file-texts.ts';
import { lint } from './lint.ts';
import { surveyMachine } from './machine.ts';
import { surveySources } from './sources/survey-sources.ts';
import { type ImageTools, surveyImages } from './survey-images.ts';
import { surveyPaths } from './paths.ts';
import { surveyCertificate } from './certificate.ts';
import { surveyHolders } from './port-holders.ts';

/** What is known before anybody looks around. */
export interface Known {
  stack: Stack;
  draft: Draft;
  facts: Facts;
}

/** Looks at all that lies around a stack, so that rules need to look at nothing themselves. Touches nothing. */
export async function survey({ stack, draft, facts }: Known, { now, ...imageTools }: ImageTools & { now: number }): Promise<Surroundings> {
  const images = surveyImages(stack, facts, imageTools);
  const [paths, holders, certificate, machine, messages, envFiles, ofImages, syntax] = await Promise.all([
    surveyPaths(stack, draft),
    surveyHolders(stack, draft, facts),
    surveyCertificate(stack, now),
    surveyMachine(stack, facts),
    lint(draft.sources.files),
    readEnvFileTexts(draft),
    images,
    images.then((seen) => surveySources(stack.compose, seen, imageTools)),
  ]);
  return {
    ...emptySurroundings,
    paths,
    holders,

    machine,
    lint: messages,
    envFiles,
    ...ofImages,
    syntax,
    ...(certificate ? { certificate } : {}),
  };
}
