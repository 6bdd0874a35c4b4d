import type { ComposePort } from '../model/compose-file.ts';
import { interpolate, mentionedVariables, readPieces, type Piece } from '../model/interpolation.ts';
import type { Sources } from './sources.ts';

/** A variable that stands alone where a published port is written: `${API_PORT:-8001}:8000`. */
export interface PortVariable {
  service: string;
  variable: string;
  published: string;
  target: string;
  protocol: string;
  /** False where it also says a container port: another value would move what listens inside. */
  settable: boolean;
}

/** Read off the files as they are written; Compose's own uninterpolated model loses some (compose-spec/compose-go#830). */
export function findPortVariables({ documents }: Sources): PortVariable[] {
  const written = documents.flatMap(({ data, values }) => writtenPorts(data).map((port) => ({ ...port, values })));
  const targets = new Set(written.flatMap(({ target }) => mentionedVariables(target).map(({ variable }) => variable)));
  return written.flatMap(({ service, published, target, protocol, values: { shell, envFiles } }) => {
    const [piece, ...more] = readPieces(published);
    if (!piece || 'text' in piece || more.length > 0) return [];
    const read = (text: string) => interpolate(text, { ...envFiles, ...shell });
    const { variable } = piece;
    return {
      service,
      variable,
      published: read(published),
      target: read(target),
      protocol: read(protocol),
      settable: !targets.has(variable),
    };
  });
}

/** A service that extends another may have its port from there, so a port of the same service is only the first choice. */
export function variableOf(service: string, port: ComposePort, variables: PortVariable[]): PortVariable | undefined {
  const fitting = variables.filter(
    (one) =>
      one.published === (port.published ?? '') &&
      one.target === String(port.target) &&
      (one.protocol || 'tcp') === (port.protocol ?? 'tcp'),
  );
  return fitting.find((one) => one.service === service) ?? fitting[0];
}

type WrittenPort = { service: string; published: string; target: string; protocol: string };

function writtenPorts(data: unknown): WrittenPort[] {
  const services = Object.entries(record(record(data)['services']));
  return services.flatMap(([service, definition]) => {
    const ports = record(definition)['ports'];
    return Array.isArray(ports)
      ? ports.map((port) => ({ service, ...(typeof port === 'object' ? longSyntax(port) : shortSyntax(String(port))) }))
      : [];
  });
}

function longSyntax(port: unknown) {
  const { published, target, protocol } = record(port);
  return { published: String(published ?? ''), target: String(target ?? ''), protocol: String(protocol ?? '') };
}

/** `[ip:][published:]target[/protocol]`; a colon inside `${…}` divides nothing. */
function shortSyntax(text: string) {
  const segments = splitOutside(readPieces(text));
  const [target = '', protocol = ''] = (segments.at(-1) ?? '').split(/\/(?=\w+$)/);
  return { published: segments.at(-2) ?? '', target, protocol };
}

function splitOutside(pieces: Piece[]): string[] {
  const segments = [''];
  for (const piece of pieces) {
    const [first = '', ...others] = 'text' in piece ? piece.text.split(':') : [`\${${piece.variable}${piece.operator}${piece.operand}}`];
    segments[segments.length - 1] += first;
    segments.push(...others);
  }
  return segments;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
