import { interpolate, readAt } from '../../deploy/model/interpolation.ts';
import type { ComposeText } from '../project-texts.ts';
import { type Refusal, refuse } from '../refusal.ts';

/** How a text with variables in it comes to say something else. */
export type Reworded = { text: string } | { variable: string; value: string };

interface Span {
  start: number;
  end: number;
  value: string;
  variable?: { name: string; operator: string; operand: string };
}

/** Whether Compose puts something in place of a part of it. */
export function hasVariables(text: string): boolean {
  return spansOf(text, {}).some(({ variable }) => variable !== undefined);
}

/**
 * The text, changed so that Compose makes `wanted` of it: in its own words where they differ, in the default of a variable that has no value,
 * or in the value that an env file gives one.
 */
export function reworded(text: string, wanted: string, { shell, envFiles }: Pick<ComposeText, 'shell' | 'envFiles'>): Reworded | Refusal {
  const values = { ...envFiles, ...shell };
  const spans = spansOf(text, values);
  const now = spans.map(({ value }) => value).join('');
  if (now === wanted) return { text };
  const prefix = commonPrefix(now, wanted);
  const suffix = commonPrefix(reversed(now.slice(prefix)), reversed(wanted.slice(prefix)));
  const [from, to] = [prefix, now.length - suffix];
  const put = wanted.slice(prefix, wanted.length - suffix);
  let offset = 0;
  const placed = spans.map((span) => ({ ...span, at: offset, until: (offset += span.value.length) }));
  const holding = placed.filter(({ at, until }) => at <= from && to <= until);
  const span = holding.find(({ variable }) => !variable) ?? holding[0];
  if (!span) return refuse('the change goes across a variable');
  const value = span.value.slice(0, from - span.at) + put + span.value.slice(to - span.at);
  const instead = (words: string) => ({ text: text.slice(0, span.start) + words + text.slice(span.end) });
  if (!span.variable) return instead(value.replaceAll('$', '$$$$'));
  const { name, operator, operand } = span.variable;
  const given = operator.startsWith(':') ? Boolean(values[name]) : values[name] !== undefined;
  if (!given && operator.endsWith('-') && !operand.includes('$') && !/[$}]/.test(value)) return instead(`\${${name}${operator}${value}}`);
  if (shell[name] !== undefined) return refuse(`${name} comes from the shell`);
  if (given && operator.replace(':', '') !== '+' && envFiles[name] === span.value) return { variable: name, value };
  return refuse(`it is made of the variable ${name}`);
}

function spansOf(text: string, values: Record<string, string>): Span[] {
  const spans: Span[] = [];
  for (let at = 0; at < text.length;) {
    const dollar = text.indexOf('$', at);
    const end = dollar < 0 ? text.length : dollar;
    if (end > at) spans.push({ start: at, end, value: text.slice(at, end) });
    if (dollar < 0) break;
    const { piece, end: after } = readAt(text, dollar);
    spans.push({
      start: dollar,
      end: after,
      value: interpolate(text.slice(dollar, after), values),
      ...('variable' in piece ? { variable: { name: piece.variable, operator: piece.operator, operand: piece.operand } } : {}),
    });
    at = after;
  }
  return spans;
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

function reversed(text: string): string {
  return [...text].toReversed().join('');
}
