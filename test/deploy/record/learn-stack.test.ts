import { expect, test } from 'vitest';
import type { ComposeService } from '../../../src/deploy/model/compose-file.ts';
import { withKeptSecrets } from '../../../src/deploy/model/kept-secrets.ts';
import type { Contents } from '../../../src/deploy/model/stack.ts';
import { learnStack } from '../../../src/deploy/record/learn-stack.ts';
import { createRedactor } from '../../../src/redaction/redact.ts';

function knowing(web: ComposeService, secrets: Contents['secrets'] = {}) {
  const redactor = createRedactor();
  learnStack(redactor, { services: { web } }, { secrets, configs: {} });
  return redactor;
}

test("a dollar in a secret is known as the container sees it, and as Compose's model has it", () => {
  const { text } = knowing({ environment: { DB_PASSWORD: 'pa$$w0rd-1' } });
  expect(text('login with pa$w0rd-1, or pa$$w0rd-1')).toBe('login with ***, or ***');
});

test('build arguments are known', () => {
  expect(knowing({ build: { args: { NPM_TOKEN: 'hush-hush-7', MODE: 'fast-and-loose' } } }).text('hush-hush-7 fast-and-loose')).toBe(
    '*** fast-and-loose',
  );
});

test('what a secret holds is known, whatever it is called; a line break at its end is not part of it', () => {
  expect(knowing({}, { shop: 'hush-hush-7\n' }).text('I have hush-hush-7.')).toBe('I have ***.');
});

test('secrets that the plan was made with are known, whatever they are called', () => {
  const redactor = createRedactor();
  learnStack(redactor, withKeptSecrets({ name: 'shop', services: {} }, { GREETING: 'good$morning' }), { secrets: {}, configs: {} });
  expect(redactor.text('good$morning, good$$morning')).toBe('***, ***');
});
