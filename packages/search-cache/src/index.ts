/** Search answers of 12go kept for a moment, and the finished bytes that were made of them. */

export { type AnswerShelf, createAnswerShelf, type ShelvedAnswer } from './answer-shelf.ts';
export { acceptedEncoding, type Encoding, encodeOnce, encodings } from './encodings.ts';
export type { CacheLevel } from './flights.ts';
export { createMemoryShelf } from './memory-shelf.ts';
export { createRedisShelf } from './redis/redis-shelf.ts';
export { createSearchCache, noSearchCache, type SearchCache } from './search-cache.ts';
export type { WaitOutcome } from './turns.ts';
