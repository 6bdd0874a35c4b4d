import * as z from 'zod';
import type { PortReference, SettingsProbe } from './settings.ts';

const port = z.coerce.number().int().min(1, 'ports go from 1 to 65535').max(65_535, 'ports go from 1 to 65535');

/** `web:8000`. */
export const portReference = z.string().transform((text, context): PortReference => {
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

/** One look from outside, told by its own key; the order is that of `probeKinds`. */
export const probes = [httpProbe, websocketProbe, tcpProbe, commandProbe] as const;

export const probeKinds = ['http', 'websocket', 'tcp', 'command'] as const;
