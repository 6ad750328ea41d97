/** What a request needs on its way. */
import type { Copier } from '../copies/copier.ts';
import type { FlagKeeper } from '../flags/flag-keeper.ts';
import type { Clock, Observe } from '../observe.ts';
import type { Exchange } from '../sides/exchange.ts';
import type { Sides } from '../sides/side.ts';

/** Everything that a request needs. */
export type Deps = {
  readonly clock: Clock;
  readonly observe: Observe;
  readonly sides: Sides;
  readonly exchange: Exchange;
  readonly flags: Pick<FlagKeeper, 'current'>;
  readonly copier: Copier;
  readonly publicBaseUrl: string;
  readonly copyBytesMax: number;
  readonly isLeaving: () => boolean;
};
