/** What the peer reads of a search answer of 12go, and its checks. */

export type Price = { readonly value: number | null; readonly fxcode: string } | null;
export type Leg = {
  readonly type: string;
  readonly vehclasses: readonly string[];
  readonly connection_guaranteed: boolean;
  readonly from: number;
  readonly to: number;
  readonly duration: number;
  readonly dep_time: string;
  readonly arr_time: string;
  readonly class: number;
  readonly operator: number;
};
export type Option = {
  readonly id: string;
  readonly bookable: number;
  readonly price: Price;
  readonly netprice: Price;
  readonly agfee: Price;
  readonly sysfee: Price;
  readonly class: number;
  readonly amenities: readonly string[];
  readonly ticket_type: string;
  readonly confirmation_time: number;
  readonly is_bookable: number;
  readonly price_restriction: number;
  readonly full_refund_until: string | null;
};
type Trip = {
  readonly id: string;
  readonly params: { readonly hide: boolean | null };
  readonly segments: readonly Leg[];
  readonly travel_options: readonly Option[];
};
export type Upstream = {
  readonly trips: readonly Trip[];
  readonly classes: Readonly<Record<string, { readonly name: string }>>;
  readonly recheck: readonly string[];
};

const refuse = (what: string): never => {
  throw new Error(`${what} cannot be read`);
};

const assertPrice = (price: Price): void => {
  if (price === null) return;
  if (typeof price.fxcode !== 'string' || price.fxcode.length !== 3) refuse('a currency');
  if (price.value !== null && typeof price.value !== 'number') refuse('an amount');
};
const assertLeg = (leg: Leg): void => {
  if (leg.type !== 'route' && leg.type !== 'wait') refuse('a leg');
  if (!Array.isArray(leg.vehclasses) || typeof leg.connection_guaranteed !== 'boolean') refuse('a leg');
  if (typeof leg.from !== 'number' || typeof leg.to !== 'number') refuse('a station');
  if (typeof leg.duration !== 'number' || typeof leg.class !== 'number') refuse('a leg');
  if (typeof leg.operator !== 'number' || leg.dep_time.length < 16 || leg.arr_time.length < 16)
    refuse('a leg');
};
const assertOption = (option: Option): void => {
  if (typeof option.id !== 'string' || typeof option.bookable !== 'number') refuse('an option');
  if (!Array.isArray(option.amenities) || typeof option.ticket_type !== 'string') refuse('an option');
  if (typeof option.confirmation_time !== 'number' || typeof option.is_bookable !== 'number')
    refuse('an option');
  if (typeof option.price_restriction !== 'number' || typeof option.class !== 'number') refuse('an option');
  for (const price of [option.price, option.netprice, option.agfee, option.sysfee]) assertPrice(price);
};
export const assertUpstream = ({ trips, classes: named, recheck }: Upstream): void => {
  if (!Array.isArray(trips) || typeof named !== 'object' || !Array.isArray(recheck)) refuse('an answer');
  for (const { id, params, segments, travel_options } of trips) {
    if (typeof id !== 'string' || typeof params !== 'object') refuse('a trip');
    segments.forEach(assertLeg);
    travel_options.forEach(assertOption);
  }
};
