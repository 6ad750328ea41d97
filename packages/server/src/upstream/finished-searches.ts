/** Search answers as they were sent, with what they were made from and what was said of them meanwhile, for whoever asks the same. */
import type { IdMap, LocalSpan, PlacePair } from '@partner-gateway/itineraries';
import type { JournalDetail } from '@partner-gateway/journal';
import { type AnswerShelf, createAnswerShelf } from '@partner-gateway/search-cache';
import type { LogFields, LogLevel, Metrics } from '@partner-gateway/telemetry';
import type { Partner } from '../partners/partner-directory.ts';
import type { PriceSpan } from '../partners/price-book.ts';

/** Everything an answer depends on beside the query and what 12go answered: where all of it is the same, so is the answer. */
export type Grounds = {
  readonly partner: Partner;
  readonly idMap: IdMap;
  readonly prices: PriceSpan;
  readonly times: readonly LocalSpan[];
  /** The name of the key that itinerary ids are sealed with. */
  readonly sealedBy: string;
};

/** What is said beside the answer each time it is given. */
export type Said = {
  readonly metrics: readonly ((metrics: Metrics) => void)[];
  readonly notes: readonly (readonly [step: string, detail: JournalDetail])[];
  readonly lines: readonly (readonly [level: LogLevel, message: string, fields: LogFields | undefined])[];
  readonly ignored: readonly string[];
};

/** A complete answer: status 200 without headers of its own. */
export type FinishedSearch = {
  readonly bytes: Buffer;
  readonly tag: string;
  readonly grounds: Grounds;
  readonly pairs: readonly PlacePair[];
  /** Of the entry in the search cache that it was made from. */
  readonly stamp: string;
  readonly said: Said;
};

/** By client and query. */
export type FinishedSearches = AnswerShelf<FinishedSearch>;

/** Makes a shelf for so many bytes; 0 keeps none. */
export const createFinishedSearches = (bytesMax: number): FinishedSearches => createAnswerShelf(bytesMax);
