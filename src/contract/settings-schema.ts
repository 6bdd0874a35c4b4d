import * as z from 'zod';
import { commandWords } from './command-schema.ts';
import type { PortReference, SettingsProbe } from './settings.ts';

const port = z.coerce.number().int().min(1, 'ports go from 1 to 65535').max(65_535, 'ports go from 1 to 65535');

const portReference = z.string().transform((text, context): PortReference => {
  const [, service = '', number = ''] = /^([\w.-]+):(\d{1,5})$/.exec(text) ?? [];
  const parsed = port.safeParse(number);
  if (service && parsed.success) return { service, port: parsed.data };
  context.addIssue(`${JSON.stringify(text)} is not a port of a service; it should look like web:8000`);
  return z.NEVER;
});

/** `web:8000/health?deep=1`, or `https://web:8443/health` where the container speaks TLS. */
const place = (plain: string, secure: string) =>
  z.string().transform((text, context): PortReference & { path: string; tls: boolean } => {
    const pattern = new RegExp(`^(?:(${plain}|${secure})://)?([\\w.-]+):(\\d{1,5})(/\\S*)?$`);
    const [, scheme, service = '', number = '', path = '/'] = pattern.exec(text) ?? [];
    const parsed = port.safeParse(number);
    if (service && parsed.success) return { service, port: parsed.data, path, tls: scheme === secure };
    context.addIssue(`${JSON.stringify(text)} is not a place to look at; it should look like web:8000/health`);
    return z.NEVER;
  });

const portRange = z.union([z.string(), z.number()]).transform((text, context) => {
  const [, from = 0, to = 0] = (/^(\d{1,5})-(\d{1,5})$/.exec(String(text)) ?? []).map(Number);
  if (from >= 1 && from <= to && to <= 65_535) return { from, to };
  context.addIssue(`${JSON.stringify(text)} is not a range of ports; it should look like 8001-8999`);
  return z.NEVER;
});

const httpProbe = z
  .strictObject({
    http: place('http', 'https'),
    status: z.int().min(100).max(599).exactOptional(),
    body: z.string().exactOptional(),
    json: z.record(z.string(), z.unknown()).exactOptional(),
  })
  .transform(({ http, ...expected }): SettingsProbe => ({ kind: 'http', ...http, ...expected }));

const websocketProbe = z
  .strictObject({ websocket: place('ws', 'wss') })
  .transform(({ websocket }): SettingsProbe => ({ kind: 'websocket', ...websocket }));

const tcpProbe = z.strictObject({ tcp: portReference }).transform(({ tcp }): SettingsProbe => ({ kind: 'tcp', ...tcp }));

const commandProbe = z
  .strictObject({ command: z.strictObject({ in: z.string(), run: z.array(z.string()).min(1, 'a command has at least one word') }) })
  .transform(({ command }): SettingsProbe => ({ kind: 'command', service: command.in, run: command.run }));

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
    /** The order is that of `probeKinds`. */
    verify: z.array(z.union([httpProbe, websocketProbe, tcpProbe, commandProbe])),
    update: z.record(z.string(), z.enum(['rolling', 'recreate'])),
    stateful: z.array(z.string()),
    private: z.array(z.string()),
    edge,
    check: z.record(z.string(), switchedOff),
    before: commands,
    snapshot,
    graduate,
    accept: z.unknown(),
    connect: z.record(z.string(), z.string()),
  })
  .partial();

export const probeKinds = ['http', 'websocket', 'tcp', 'command'] as const;
