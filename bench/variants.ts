/** Search answers of 12go in many variants, as in life: as many trips of one shape, with other keys, times, seats and prices. */
import { hash } from 'node:crypto';
import { buildSearchAnswer } from '@partner-gateway/sandbox';
import type { Size } from './plan.ts';

/** Bodies of each size, at least 32; their options are more than the 20,000 ids that a gateway remembers. */
export const variantCounts = { 10: 1_536, 140: 128, 1000: 32 } as const satisfies Record<Size, number>;

type Price = { readonly value: number; readonly fxcode: string };
type Option = {
  readonly id: string;
  readonly full_refund_until: string | null;
  readonly dep_datetime: string;
  readonly arr_datetime: string;
};
type Segment = { readonly trip_id: string; readonly dep_time: string; readonly arr_time: string };
type Trip = {
  readonly id: string;
  readonly params: { readonly dep_time: string; readonly arr_time: string };
  readonly segments: readonly Segment[];
  readonly travel_options: readonly Option[];
};
type Answer = { readonly trips: readonly Trip[] };

const minuteMs = 60_000;
const hour = 60;
const msOf = (time: string): number => Date.parse(`${time.replace(' ', 'T')}Z`);
const minuteOfDay = (time: string): number => Number(time.slice(11, 13)) * hour + Number(time.slice(14, 16));

const later = (time: string, minutes: number): string =>
  new Date(msOf(time) + minutes * minuteMs).toISOString().slice(0, 19).replace('T', ' ');

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const keyTail = 7;

/** Dice of a trip: always the same for the same trip, and at hand in the order they are asked for. */
const createDice = (seed: string) => {
  const bytes = hash('sha512', seed, 'buffer');
  let at = 0;
  /** From 0 up to and without `sides`. */
  const roll = (sides: number): number => {
    at += 2;
    return bytes.readUInt16BE(at - 2) % sides;
  };
  const key = (like: string): string =>
    like.slice(0, -keyTail) + Array.from({ length: keyTail }, () => letters[roll(letters.length)]).join('');
  return { roll, key };
};
type Dice = ReturnType<typeof createDice>;

const inCents = (value: number): number => Math.round(value * 100) / 100;
const baht = (value: number): Price => ({ value: inCents(value), fxcode: 'THB' });

/** 150 to 2,400 baht in steps of 2.50, a commission of 4 %, and a fee of 20 to 60. */
const rollPrices = ({ roll }: Dice) => {
  const [net, fee] = [150 + 2.5 * roll(901), 20 + 5 * roll(9)];
  const commission = inCents(net * 0.04);
  return {
    price: baht(net + commission + fee),
    netprice: baht(net),
    agfee: baht(commission),
    sysfee: baht(fee),
  };
};

const vary = (trip: Trip, dice: Dice, shift: (time: string, minutes: number) => string) => {
  // A trip stays on its day, which is the day that was searched for.
  const minutes = 10 * dice.roll(144) - minuteOfDay(trip.params.dep_time);
  const moved = (time: string): string => shift(time, minutes);
  const keys = new Map<string, string>();
  const renamed = (key: string): string => {
    const known = keys.get(key) ?? dice.key(key);
    keys.set(key, known);
    return known;
  };
  const id = renamed(trip.id);
  const options = trip.travel_options.map((option) => ({
    ...option,
    id: renamed(option.id),
    bookable: 4 + dice.roll(37),
    ...rollPrices(dice),
    booking_uri: `/booking/${renamed(option.id)}`,
    full_refund_until: option.full_refund_until === null ? null : moved(option.full_refund_until),
    dep_datetime: moved(option.dep_datetime),
    arr_datetime: moved(option.arr_datetime),
  }));
  return {
    ...trip,
    id,
    params: {
      ...trip.params,
      bookable: Math.max(...options.map(({ bookable }) => bookable)),
      dep_time: moved(trip.params.dep_time),
      arr_time: moved(trip.params.arr_time),
      min_price: baht(Math.min(...options.map(({ price }) => price.value))),
    },
    segments: trip.segments.map((segment) => ({
      ...segment,
      trip_id: segment.trip_id === '' ? '' : id,
      dep_time: moved(segment.dep_time),
      arr_time: moved(segment.arr_time),
    })),
    travel_options: options,
  };
};

/**
 * The variants of an answer of so many trips on a day, by their number: always the same bytes, made when first asked for.
 *
 * @example
 * const bodyOf = createVariants(140, '2026-12-29');
 * bodyOf(0).equals(bodyOf(1)); // false
 */
export const createVariants = (size: Size, on: string): ((variant: number) => Buffer) => {
  const answer = JSON.parse(JSON.stringify(buildSearchAnswer({ trips: size, date: on }))) as Answer;
  const times = new Map<string, string>();
  const shift = (time: string, minutes: number): string => {
    const key = `${time} ${minutes}`;
    const known = times.get(key) ?? later(time, minutes);
    times.set(key, known);
    return known;
  };
  const made = new Map<number, Buffer>();
  return (variant) => {
    const found = made.get(variant);
    if (found !== undefined) return found;
    const trips = answer.trips.map((trip, index) =>
      vary(trip, createDice([size, on, variant, index].join('/')), shift),
    );
    const body = Buffer.from(JSON.stringify({ ...answer, trips }));
    made.set(variant, body);
    return body;
  };
};
