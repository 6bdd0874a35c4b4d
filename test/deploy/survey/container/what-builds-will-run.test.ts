import { expect, test } from 'vitest';
import { inShort, projectOf } from './project.ts';

const web = { build: { context: '$PROJECT', dockerfile: 'Dockerfile' } };
const lf = '#!/bin/sh\nsleep 1\n';
const crlf = '#!/bin/sh\r\nsleep 1\r\n';

test.each<[string, string, Record<string, string>]>([
  ['a script that is copied', 'FROM small:1\nCOPY e.sh /e.sh\nENTRYPOINT ["/e.sh"]\n', { 'e.sh': lf }],
  ['CRLF that the build mends', 'FROM small:1\nCOPY e.sh /e.sh\nRUN sed -i "s/\\r//" /e.sh\nENTRYPOINT ["/e.sh"]\n', { 'e.sh': crlf }],
  ['CRLF that a script may mend', 'FROM small:1\nCOPY . /\nRUN ./setup.sh\nENTRYPOINT ["/e.sh"]\n', { 'e.sh': crlf, 'setup.sh': lf }],
  [
    'a mode that a command gives',
    'FROM small:1\nCOPY e.txt /e.sh\nRUN chmod +x /e.sh\nENTRYPOINT ["/e.sh"]\n',
    { 'e.txt': ` ${lf}`.trimStart() },
  ],
  ['a script that an unknown instruction may bring', 'FROM small:1\nCOPPY a.js .\nCMD ["node", "a.js"]\n', { 'a.js': '' }],
  ['what another stage brings', 'FROM small:1 AS b\nFROM small:1\nCOPY --from=b /e.sh /\nENTRYPOINT ["/e.sh"]\n', {}],
  ['what a command may install', 'FROM small:1\nRUN install-it\nENTRYPOINT ["tool"]\n', {}],
  [
    'a folder that WORKDIR makes',
    'FROM small:1\nWORKDIR /app\nCOPY package.json ./\nCOPY src ./src\nCMD ["node", "src/a.js"]\n',
    { 'package.json': '{}', 'src/a.js': '' },
  ],
  ['an image that nobody has here', 'FROM unknown:1\nCMD ["gone"]\n', {}],
  ['a symbolic mode', 'FROM small:1\nCOPY --chmod=+x e.txt /e.sh\nENTRYPOINT ["/e.sh"]\n', { 'e.txt': ` ${lf}`.trimStart() }],
  ['an archive', 'FROM small:1\nADD rootfs.tar.gz /\nENTRYPOINT ["/init"]\n', { 'rootfs.tar.gz': '' }],
  ['text for a shell', 'FROM small:1\nCMD node -e 1 || exit 1\n', {}],
])('nothing is wrong with %s', async (_name, Dockerfile, files) => {
  const project = await projectOf({ Dockerfile, ...files });
  expect(inShort(await project.findings({ web }), project)).toEqual([]);
});

test.each<[string, string, Record<string, string>, string[]]>([
  [
    'CRLF',
    'FROM small:1\nCOPY --chmod=755 e.sh /bin/e.sh\nENTRYPOINT ["/bin/e.sh"]\n',
    { 'e.sh': crlf },
    ['error crlf-entrypoint [{"edit":"unix-line-ends","file":"e.sh"}]'],
  ],
  [
    'CRLF that a later chmod leaves',
    'FROM small:1\nCOPY e.sh /e.sh\nRUN mkdir /data && chmod +x /e.sh\nENTRYPOINT ["/e.sh"]\n',
    { 'e.sh': crlf },
    ['error crlf-entrypoint [{"edit":"unix-line-ends","file":"e.sh"}]'],
  ],
  [
    'CRLF, of an image that nobody has here',
    'FROM unknown:1\nCOPY --chmod=755 e.sh /e.sh\nENTRYPOINT ["/e.sh"]\n',
    { 'e.sh': crlf },
    ['error crlf-entrypoint [{"edit":"unix-line-ends","file":"e.sh"}]'],
  ],
  [
    'no first line',
    'FROM small:1\nCOPY --chmod=755 e.sh /\nCMD ["/e.sh"]\n',
    { 'e.sh': 'sleep 1\n' },
    ['error exec-format [{"edit":"insert-line","file":"e.sh","line":1,"text":"#!/bin/sh"}]'],
  ],
  [
    'the wrong folder',
    'FROM small:1\nCOPY e.sh /usr/bin/\nENTRYPOINT ["/e.sh"]\n',
    { 'e.sh': lf },
    ['error entrypoint-wrong [{"edit":"replace","file":"Dockerfile","line":3,"from":"/e.sh","to":"/usr/bin/e.sh"}]'],
  ],
  [
    'curl of its own healthcheck',
    'FROM small:1\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\nCMD ["sleep"]\n',
    {},
    ['error healthcheck-tool-missing -'],
  ],
])('%s is found before the build', async (_name, Dockerfile, files, expected) => {
  const project = await projectOf({ Dockerfile, ...files });
  expect(inShort(await project.findings({ web }), project)).toEqual(expected);
});

test('a script without x is copied with it', async () => {
  const project = await projectOf({ Dockerfile: 'FROM small:1\nCOPY e.sh /\nCMD ["/e.sh"]\n', 'e.sh': lf }, { plain: ['e.sh'] });
  expect(inShort(await project.findings({ web }), project)).toEqual([
    'error not-executable [{"edit":"replace","file":"Dockerfile","line":2,"from":"COPY","to":"COPY --chmod=755"}]',
  ]);
});
