import { z } from 'zod';
import { stops } from '../conversation/answer.ts';
import { faultNames } from '../faults/names.ts';
import { pattern } from './pattern.ts';

const count = z.int().min(0);
const milliseconds = z.number().min(0);
const values = z.record(z.string(), z.unknown());

/** A short form stands for its long one. */
const shortly = <Schema extends z.ZodType>(key: string, schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' ? { [key]: value } : value), schema);

const tool = z
  .strictObject({
    name: z.string().optional(),
    /** An object; a text for a custom tool, an argv for a local shell. Texts in it may hold `{{…}}`. */
    input: z.union([values, z.string(), z.array(z.string())]).optional(),
    /** A command line, for whatever shell tool the request offers. */
    run: z.string().optional(),
    id: z.string().optional(),
    /** Called though the request does not offer it. */
    unoffered: z.boolean().default(false),
  })
  .refine(({ name, run }) => (name === undefined) !== (run === undefined), 'a tool call has either `name` or `run`');

const usage = z.strictObject({ input: count, output: count, cache_read: count, cache_creation: count }).partial();

const reply = shortly(
  'text',
  z.strictObject({
    thinking: z.string().optional(),
    text: z.string().optional(),
    tools: z.array(tool).default([]),
    stop_reason: z.enum(stops).optional(),
    usage: usage.default({}),
    /** Braces in it are no templates. */
    literal: z.boolean().default(false),
    /** Before the first byte. */
    delay_ms: milliseconds.default(0),
    /** Between two events of a stream. */
    pace_ms: milliseconds.default(0),
  }),
);

const fault = shortly(
  'type',
  z.strictObject({
    type: z.enum(faultNames),
    message: z.string().optional(),
    /** Seconds. */
    retry_after: z.number().min(0).optional(),
    /** Seconds until a usage limit is lifted. */
    resets_in: z.number().min(0).optional(),
    /** Events that go out before a stream breaks; by default half of them. */
    after: count.optional(),
    /** How long a stall lasts; by default until the client has enough of it. */
    for_ms: milliseconds.optional(),
    should_retry: z.boolean().optional(),
    /** Of `custom`. */
    status: z.int().min(200).max(599).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
  }),
);

const when = z
  .strictObject({
    session: pattern,
    /** The first conversation that the mock saw is 1. */
    nth_session: z.int().min(1),
    turn: z.union([z.int().min(1), z.array(z.int().min(1))]),
    text: pattern,
    model: pattern,
    api: z.enum(['messages', 'chat', 'responses']),
    stream: z.boolean(),
    /** Whether any tool is offered. */
    tools: z.boolean(),
    tool_result: z.union([z.boolean(), pattern, z.strictObject({ tool: pattern, text: pattern, error: z.boolean() }).partial()]),
  })
  .partial();

const rule = z
  .strictObject({
    name: z.string().optional(),
    when: when.default({}),
    times: z.int().min(1).optional(),
    reply: reply.optional(),
    fault: fault.optional(),
  })
  .refine((one) => (one.reply === undefined) !== (one.fault === undefined), 'a rule has either `reply` or `fault`');

const price = z.strictObject({ input: z.number().min(0), output: z.number().min(0) });

export const scenarioSchema = z.strictObject({
  name: z.string().optional(),
  /** Keys that are let in; without them, any. */
  keys: z.array(z.string()).optional(),
  /** Dollars; without them they never run out. */
  credits: z.number().min(0).optional(),
  /** Dollars for a million tokens, by model: a part of its name. */
  prices: z.record(z.string(), price).default({}),
  /** For each minute; only those that are named are held. */
  limits: z.strictObject({ requests: count, input_tokens: count, output_tokens: count }).partial().default({}),
  models: z.array(z.string()).optional(),
  rules: z.array(rule).default([]),
  default: reply.optional(),
});

export type Scenario = z.infer<typeof scenarioSchema>;
export type Rule = z.infer<typeof rule>;
export type Reply = z.infer<typeof reply>;
export type ScriptedTool = z.infer<typeof tool>;
export type Fault = z.infer<typeof fault>;
export type When = z.infer<typeof when>;
