import { expect, test } from 'vitest';
import type { Rule } from '../../../../../src/deploy/check/rule.ts';
import { baseImagesArePinned } from '../../../../../src/deploy/check/rules/dockerfile/base-images-are-pinned.ts';
import { compilersStayBehind } from '../../../../../src/deploy/check/rules/dockerfile/compilers-stay-behind.ts';
import { downloadsAreChecked } from '../../../../../src/deploy/check/rules/dockerfile/downloads-are-checked.ts';
import { imagesDoNotRunAsRoot } from '../../../../../src/deploy/check/rules/dockerfile/images-do-not-run-as-root.ts';
import { packagesInstallUnasked } from '../../../../../src/deploy/check/rules/dockerfile/packages-install-unasked.ts';
import { programsHearSignals } from '../../../../../src/deploy/check/rules/dockerfile/programs-hear-signals.ts';
import { secretsStayOutOfImages } from '../../../../../src/deploy/check/rules/dockerfile/secrets-stay-out-of-images.ts';
import { dockerfileOf } from '../../dockerfile-of.ts';
import { inputOf } from '../../input.ts';

async function found(rule: Rule, text: string): Promise<string[]> {
  const web = await dockerfileOf(text);
  const input = inputOf({ services: { web: { build: { context: '/srv/shop' } } }, surroundings: { dockerfiles: { web } } });
  return rule.look(input).map(({ severity, at, message }) => `${severity} ${at?.line} ${message}`);
}

test.each<[Rule, string]>([
  [baseImagesArePinned, 'FROM a:1 AS x\nFROM x\nFROM scratch\nFROM r:5000/b@sha256:0\nFROM r:5000/b:1\n'],
  [compilersStayBehind, 'FROM a AS build\nRUN apt-get install -y gcc\nFROM a\nCOPY --from=build /x /x\n'],
  [compilersStayBehind, 'FROM a\nRUN apk add gcc && make && apk del gcc\n'],
  [downloadsAreChecked, 'FROM a\nADD --checksum=sha256:0 https://x.org/y /y\nADD x /y\n'],
  [imagesDoNotRunAsRoot, 'FROM a AS base\nUSER me\nFROM base\n'],
  [
    packagesInstallUnasked,
    'FROM a\nRUN apt-get update && apt-get install -y --no-install-recommends x\nRUN apt-get -qqy install x; yum install -y z\n',
  ],
  [packagesInstallUnasked, 'FROM a\nRUN echo \'APT::Get::Assume-Yes "true";\' > /etc/apt/apt.conf.d/x && apt-get install x\n'],
  [programsHearSignals, 'FROM a\nCMD ["a"]\n'],
  [programsHearSignals, 'FROM a\nCMD exec a && b\n'],
  [programsHearSignals, 'FROM a\nCMD node server.js\n'],
  [secretsStayOutOfImages, 'FROM a\nARG NPM_TOKEN\nENV DB_PASSWORD=$X TOKEN_FILE=/run/secrets/x API_KEY="" A=b\n'],
])('$id: nothing to say', async (rule, text) => {
  expect(await found(rule, text)).toEqual([]);
});

test.each<[Rule, string, string[]]>([
  [baseImagesArePinned, 'FROM node\n', ['note 1 FROM node takes whatever is the latest version on the day of the build']],
  [
    compilersStayBehind,
    'FROM a\nRUN apt-get update && \\\n  apt-get install -y gcc git\n',
    ['note 2 gcc is installed into the image that web runs'],
  ],
  [
    downloadsAreChecked,
    'FROM a\nADD https://me:pw@x.org/y?t=1 /y\n',
    ['note 2 ADD downloads https://x.org/y and does not look at what comes'],
  ],
  [imagesDoNotRunAsRoot, 'FROM a\nUSER me\nUSER root\n', ['note 3 the image of web runs as root']],
  [
    packagesInstallUnasked,
    'FROM a\nRUN apt-get update && apt-get install curl\n',
    ['warning 2 apt-get install asks before it installs, and nobody answers during a build'],
  ],
  [
    programsHearSignals,
    'FROM a\nENTRYPOINT a && b\n',
    ['note 2 ENTRYPOINT of web is text, so a shell runs it and keeps signals to itself'],
  ],
  [
    secretsStayOutOfImages,
    'FROM a\nENV DB_PASSWORD=hunter22 A=b\n',
    ['warning 2 ENV DB_PASSWORD in the Dockerfile of web writes a secret into the image'],
  ],
])('%#: says where and why', async (rule, text, expected) => {
  expect(await found(rule, text)).toEqual(expected);
});
