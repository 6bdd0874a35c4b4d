import type { Ids } from '../system/ids.ts';

const patientAttempts = 50;

/** A name that is easy to say and to type, such as `quiet-harbour`; a number follows once the plain ones seem to be used up. */
export function freshName(ids: Ids, attempt: number): string {
  const name = `${pick(adjectives, ids)}-${pick(nouns, ids)}`;
  return attempt < patientAttempts ? name : `${name}-${ids.below(10_000)}`;
}

function pick(words: readonly string[], ids: Ids): string {
  return words[ids.below(words.length)] ?? '';
}

const adjectives = (
  'amber azure bold brave breezy bright brisk calm candid clear clever cobalt coral cosy crisp dapper deft eager early fair ' +
  'fleet fresh gentle gilded glad golden grand hardy hazel honest humble indigo jolly keen kind lively lucid lucky mellow merry ' +
  'mild modest nimble noble olive patient placid plucky polite proud quick quiet rapid rosy serene silver spry steady sunny ' +
  'swift tidy tranquil trusty vivid warm wise witty'
).split(' ');

const nouns = (
  'albatross anchor atoll badge barge basin bay beacon bollard brook buoy canal cape capstan cliff compass cove crane creek current ' +
  'cutter delta dinghy dock dolphin dune eddy estuary ferry fjord galley gannet gull harbour haven heron inlet island jetty kayak ' +
  'keel ketch lagoon lantern lighthouse lock marina mast mooring narrows oar osprey otter pearl pelican pier pilot puffin quay reef ' +
  'rudder sail schooner seal sextant shoal shore skiff sloop sound spruce strait tern tide tiller trawler tug wharf yawl'
).split(' ');
