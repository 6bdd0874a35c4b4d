import type { EngineFacts } from '../../../model/observed.ts';
import type { Image } from '../../../model/image.ts';
import { findProgram } from '../../../model/run.ts';
import { commandsOf } from '../../../model/started.ts';
import { located } from '../../located.ts';
import type { CheckInput, Found, Rule } from '../../rule.ts';
import { runsOf, saidAt, saidBy } from '../../runs.ts';

/** Images and programs are made for the kind of processor that the engine's machine has, or for one that it can imitate. */
export const programsFitTheMachine: Rule = {
  id: 'programs-fit-the-machine',
  why: 'A program made for another kind of processor does not run, or only slowly where the machine imitates that.',
  cause: 'wrong-architecture',
  look: (input) => [...otherPlatform(input), ...otherImage(input), ...otherProgram(input)],
};

function otherPlatform({ stack, draft, surroundings, facts }: CheckInput): Found[] {
  return Object.entries(stack.compose.services).flatMap(([service, { build, pull_policy: policy, ...definition }]) => {
    const image = surroundings.insides[service]?.image;
    const platform = definition['platform'];
    if (typeof platform !== 'string' || !image?.architecture || build || policy === 'always') return [];
    const [os = '', architecture] = platform.split('/');
    if (!architecture || (sameAs(architecture, image.architecture) && os === (image.os ?? 'linux'))) return [];
    const path = ['services', service, 'platform'];
    const fitsHere = image.architecture === facts.engine.architecture;
    return [
      {
        severity: 'error',
        service,
        message: `${service} asks for ${platform}, and ${image.reference} on this machine is made for ${image.os ?? 'linux'}/${image.architecture}`,
        ...located(draft, path),
        fix: fitsHere ? 'leave platform out: the image fits this machine' : `docker pull --platform ${platform} ${image.reference}`,
        ...(fitsHere ? { repair: [{ edit: 'remove' as const, path }] } : {}),
      },
    ];
  });
}

/** Without a platform of its own: the image itself was made, or pulled, for another machine. */
function otherImage({ stack, draft, surroundings, facts }: CheckInput): Found[] {
  return Object.entries(stack.compose.services).flatMap(([service, definition]) => {
    const image = surroundings.insides[service]?.image;
    if (!image || !isForeign(image, facts.engine)) return [];
    const place = located(draft, ['services', service, definition['platform'] === undefined ? 'image' : 'platform']);
    const message = `the image of ${service} is made for ${image.architecture}, and this machine is ${facts.engine.architecture}`;
    const fix = `use an image for ${facts.engine.architecture}`;
    return [{ severity: facts.engine.emulates === false ? 'error' : 'warning', service, message, ...place, fix }];
  });
}

function isForeign({ architecture }: Image, engine: EngineFacts): boolean {
  return architecture !== undefined && engine.architecture !== undefined && !runsOn(architecture, engine.architecture);
}

function otherProgram(input: CheckInput): Found[] {
  const { engine } = input.facts;
  return runsOf(input).flatMap(({ service, run }) => {
    const image = input.surroundings.insides[service]?.image;
    if (!engine.architecture || (image && isForeign(image, engine))) return [];
    return commandsOf(run).flatMap(([program = '']): Found[] => {
      const file = findProgram(program, run);
      const madeFor = typeof file === 'string' ? undefined : file.madeFor;
      if (madeFor === undefined || runsOn(madeFor, engine.architecture ?? '')) return [];
      const message = `${service} runs ${program}, a program made for ${madeFor}, and this machine is ${engine.architecture} (exec format error)`;
      const fix = `use one that is made for ${engine.architecture}`;
      const place = saidAt(input, service, saidBy(run));
      return [{ severity: engine.emulates === false ? 'error' : 'warning', service, cause: 'exec-format', message, ...place, fix }];
    });
  });
}

function sameAs(wanted: string, actual: string): boolean {
  return canonical(wanted) === canonical(actual);
}

/** Processors that run what older ones of their family ran. */
function runsOn(madeFor: string, machine: string): boolean {
  const [made, own] = [canonical(madeFor), canonical(machine)];
  return made === own || (made === '386' && own === 'amd64') || (made === 'arm' && own === 'arm64');
}

function canonical(architecture: string): string {
  const names: Record<string, string> = { x86_64: 'amd64', aarch64: 'arm64', i386: '386', i686: '386', armhf: 'arm', armv7l: 'arm' };
  return names[architecture] ?? architecture;
}
