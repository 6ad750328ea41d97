/** Old topics that get the same records as the new ones until their consumers have moved: which, for each type of event. */
import { eventTable, eventTopics, type GatewayEventType } from '@partner-gateway/contract';
import { z } from 'zod';

/** Old topics by type of event; under `ended` those that nothing is written to any more, and that are still watched. */
export type LegacyTopics = Readonly<Partial<Record<GatewayEventType | 'ended', readonly string[]>>>;

const isKey = (name: string): name is GatewayEventType | 'ended' =>
  name === 'ended' || Object.hasOwn(eventTable, name);

const topicSchema = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,249}$/, 'is not a name of a topic')
  .refine((name) => !Object.hasOwn(eventTopics, name), 'is a new topic');

const topicsByTypeSchema = z.record(
  z.string().refine(isKey, 'is not a type of event'),
  z
    .array(topicSchema)
    .min(1, 'has no topic')
    .refine((names) => new Set(names).size === names.length, 'names a topic twice'),
);

const hasEnded = ({ ended = [], ...written }: LegacyTopics): boolean =>
  !Object.values(written)
    .flat()
    .some((topic) => ended.includes(topic));

const legacyTopicsSchema = topicsByTypeSchema.refine(hasEnded, {
  path: ['ended'],
  message: 'has a topic that is still written to',
});

const toProblem = ({ path, message }: z.core.$ZodIssue): string =>
  path.length === 0
    ? `The map of old topics ${message}.`
    : `The map of old topics: ${path.join('.')} ${message}.`;

/** The map, or everything that is wrong with it. */
export type ReadLegacyTopics =
  | { readonly ok: true; readonly topics: LegacyTopics }
  | { readonly ok: false; readonly problems: readonly string[] };

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Reads the map of old topics from JSON; an unknown type of event is a problem, as nothing would ever be written there.
 *
 * @example
 * readLegacyTopics('{ "booking.reserved": ["BookSucceeded"] }');
 */
export const readLegacyTopics = (text: string): ReadLegacyTopics => {
  const json = parsed(text);
  if (json === undefined) return { ok: false, problems: ['The map of old topics is not JSON.'] };
  const result = legacyTopicsSchema.safeParse(json);
  if (!result.success) return { ok: false, problems: result.error.issues.flatMap(problemsOf) };
  return { ok: true, topics: result.data };
};

/** Of a key that is wrong, zod keeps the reason one level down. */
const problemsOf = (issue: z.core.$ZodIssue): string[] =>
  issue.code === 'invalid_key'
    ? issue.issues.map((inner) => toProblem({ ...inner, path: issue.path }))
    : [toProblem(issue)];
