import * as z from 'zod';
import { commandWords } from './command-schema.ts';
import { acceptSchema, improveSchema } from './improve-schema.ts';
import { portReference, probes } from './probe-schema.ts';

const portRange = z.union([z.string(), z.number()]).transform((text, context) => {
  const [, from = 0, to = 0] = (/^(\d{1,5})-(\d{1,5})$/.exec(String(text)) ?? []).map(Number);
  if (from >= 1 && from <= to && to <= 65_535) return { from, to };
  context.addIssue(`${JSON.stringify(text)} is not a range of ports; it should look like 8001-8999`);
  return z.NEVER;
});

const portName = z.string().regex(/^[a-z][\w-]*$/i, 'a port is called by letters, digits, - and _, a letter first');

const generatedName = z
  .string()
  .regex(/^[A-Za-z_]\w*$/, 'a variable is called by letters, digits and _, no digit first')
  .refine((name) => !/^(INSTANCE_ID$|COMPOSE_|DOCKER_)/.test(name), 'this variable has a meaning of its own to Portside or Compose');

const reason = z.string().trim().min(1, 'a rule is switched off with a reason');

const switchedOff = z.union([
  reason.transform((text) => ({ reason: text })),
  z.strictObject({ reason, services: z.array(z.string()).min(1).exactOptional() }),
]);

const commands = z.record(z.string(), commandWords);

const domain = z.string().regex(/^(?=.{1,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?)(\.[a-z\d]([a-z\d-]{0,61}[a-z\d])?)*$/i, {
  message: 'a domain is a name alone, such as shop.example.org: no https://, no port, no path',
});

const edge = z
  .strictObject({
    server: z.enum(['caddy', 'nginx']).exactOptional(),
    image: z.string().trim().min(1, 'an image is named, such as caddy:2').exactOptional(),
    domain: domain.exactOptional(),
    to: portReference.exactOptional(),
    certificate: z.string().min(1, 'it is the path of a PEM file').exactOptional(),
    key: z.string().min(1, 'it is the path of a PEM file').exactOptional(),
  })
  .superRefine(({ domain: named, to, certificate, key }, context) => {
    const missing = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (named !== undefined && !to)
      missing('domain', 'it needs `to` beside it, the service and port that it leads to, such as to: web:3011');
    if (certificate !== undefined && key === undefined) missing('certificate', 'it needs `key` beside it, the path of its private key');
    if (key !== undefined && certificate === undefined)
      missing('key', 'it needs `certificate` beside it, the path of the certificate that it belongs to');
    if (certificate !== undefined && key !== undefined && named === undefined)
      missing('certificate', 'it needs `domain` beside it, the name that it was made for');
  });

const snapshot = z
  .strictObject({ quiesce: commands.exactOptional(), resume: commands.exactOptional() })
  .superRefine(({ quiesce, resume }, context) => {
    for (const service of Object.keys(resume ?? {}).filter((name) => !Object.hasOwn(quiesce ?? {}, name)))
      context.addIssue({
        code: 'custom',
        path: ['resume', service],
        message: `nothing is resumed that was not quiesced: \`quiesce\` does not name ${service}`,
      });
  });

const graduate = z.strictObject({
  ratio: z.number().min(1, 'it is how many successes one failure asks for, at least 1').exactOptional(),
  file: z.string().trim().min(1, 'it is the path of a file, such as compose.standing.yaml').exactOptional(),
});

/** `x-portside` as a Compose file writes it → Settings. */
export const settingsSchema = z
  .strictObject({
    ports: z.record(portName, portReference),
    range: portRange,
    env: z.strictObject({
      required: z.array(z.string()).exactOptional(),
      optional: z.record(z.string(), z.string()).exactOptional(),
      generate: z.array(generatedName).exactOptional(),
    }),
    verify: z.array(z.union(probes)),
    update: z.record(z.string(), z.enum(['rolling', 'recreate'])),
    stateful: z.array(z.string()),
    private: z.array(z.string()),
    edge,
    check: z.record(z.string(), switchedOff),
    before: commands,
    snapshot,
    graduate,
    accept: acceptSchema,
    improve: improveSchema,
    connect: z.record(z.string(), z.string()),
  })
  .partial();
