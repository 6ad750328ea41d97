/** An incident of the drill: how it is made, what on-call holds afterwards, and what the tools have to say of it. */
import type { EmbeddedOptions } from '../../embedded/start.ts';
import type { Api } from '../support/api.ts';

/** What incidents are played on; what is started here ends with the drill. */
export type Ground = {
  /** 12go cannot be asked for the booking of a cart, as in production today. */
  readonly blind: Api;
  /** It can. */
  readonly byCart: Api;
  readonly start: (options: EmbeddedOptions) => Promise<Api>;
  /** A gateway on a Redis server of its own. */
  readonly onRedis: (
    args?: readonly string[],
  ) => Promise<{ readonly api: Api; readonly redisUrl: string; readonly kill: () => Promise<void> }>;
};

/** What on-call has in hand, and what would be right. */
export type Clue = {
  readonly at: Api;
  /** The one command line, without `partner-cli`. */
  readonly asks: readonly string[];
  /** Causes of the diagnosis, or checks of the doctor that may not be ok. */
  readonly causes: readonly string[];
  readonly action: RegExp;
};

export type Incident = {
  readonly row: number;
  readonly title: string;
  readonly play: (ground: Ground) => Promise<Clue>;
};
