/** An event as the records that tell it: one for its topic, and the same for each old topic of its type. */
import { eventKeyOf, eventTopicOf, type GatewayEvent } from '@partner-gateway/contract';
import type { LegacyTopics } from './legacy-topics.ts';

/** A record to be written; records of one key keep their order. */
export type EventRecord = {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * Gives the records of an event; those of old topics differ from the new one by the topic alone.
 *
 * @example
 * toEventRecords(event, { 'booking.reserved': ['BookSucceeded'] }).map(({ topic }) => topic);
 * // [ 'booking.lifecycle', 'BookSucceeded' ]
 */
export const toEventRecords = (event: GatewayEvent, legacyTopics: LegacyTopics = {}): EventRecord[] => {
  const { eventId, eventType, correlationId } = event;
  const record = {
    key: eventKeyOf(event),
    value: JSON.stringify(event),
    headers: { eventId, eventType, correlationId },
  };
  return [eventTopicOf(event), ...(legacyTopics[eventType] ?? [])].map((topic) => ({ topic, ...record }));
};
