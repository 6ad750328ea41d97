/** The answer of the peer: ids, prices in whole cents, policies, and each leg once. */
import { createCipheriv, createHash, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { clientId } from '../../plan.ts';
import type { Leg, Option, Price, Upstream } from './upstream.ts';

type Tables = {
  readonly stations: readonly { readonly id: number; readonly fujiId: string }[];
  readonly pois: readonly { readonly provinceId: number; readonly fujiId: string }[];
  readonly operators: readonly { readonly id: number; readonly fujiId: string }[];
  readonly classes: readonly {
    readonly operatorId: number;
    readonly classId: number;
    readonly fujiId: string;
  }[];
};
const tables = JSON.parse(readFileSync(process.env.ID_SNAPSHOT_FILE ?? '', 'utf8')) as Tables;
const stations = new Map(tables.stations.map(({ id, fujiId }) => [id, fujiId]));
export const provinces = new Map(tables.pois.map(({ provinceId, fujiId }) => [fujiId, provinceId]));
const operators = new Map(tables.operators.map(({ id, fujiId }) => [id, fujiId]));
const classKey = (operator: number, id: number): number => operator * 1_000_000 + id;
const classes = new Map(tables.classes.map((row) => [classKey(row.operatorId, row.classId), row.fujiId]));

const sealingKey = createHash('sha256').update('bench sealing key').digest();

/** One cipher for all of an answer, each with a digest of its own: for what it costs, not for what it protects. */
const sealAll = (plains: readonly string[]): string[] => {
  const cipher = createCipheriv('aes-256-ctr', sealingKey, Buffer.alloc(16));
  const bytes = cipher.update(plains.join(''), 'utf8');
  let end = 0;
  return plains.map((plain) => {
    const start = end;
    end += plain.length;
    return `k1.${hash('sha256', plain, 'base64url').slice(0, 22)}${bytes.toString('base64url', start, end)}`;
  });
};

const cents = (price: Price): number => Math.round((price?.value ?? 0) * 100);
const print = (amount: number): string => {
  const rest = amount % 100;
  return `${(amount - rest) / 100}${rest < 10 ? '.0' : '.'}${rest}`;
};
const priceTypes = ['Recommended', 'Min', 'Max', 'Exact'];
const toPricing = ({ netprice, sysfee, agfee, price, price_restriction }: Option) => {
  const currency = netprice?.fxcode ?? '';
  const net = Math.floor((cents(netprice) * 110 + 50) / 100);
  const taxes = cents(sysfee) + cents(agfee);
  const type = priceTypes[price_restriction] ?? 'Recommended';
  const gross = type === 'Recommended' ? net + taxes : cents(price);
  return {
    gross_price: { amount: print(gross), currency, price_type: type },
    net_price: { amount: print(net), currency },
    taxes_and_fees: { amount: print(taxes), currency },
  };
};

const words = (pairs: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(pairs));
const vehicleTypes = words({
  bus: 'Bus',
  van: 'Van',
  ferry: 'Ferry',
  train: 'Train',
  avia: 'Airplane',
  charter: 'Van',
});
const ticketTypes = words({
  eticket: 'ShowOnScreen',
  show_on_screen: 'ShowOnScreen',
  pickup: 'PickUp',
  pick_up: 'PickUp',
  paper: 'PaperTicket',
  printed: 'PaperTicket',
});

const toMinute = (time: string): string => `${time.slice(0, 10)}T${time.slice(11, 16)}`;
const toDuration = (minutes: number): string => {
  const rest = minutes % 60;
  const hours = (minutes - rest) / 60;
  return `PT${hours > 0 ? `${hours}H` : ''}${rest > 0 || hours === 0 ? `${rest}M` : ''}`;
};
const part = (time: string, from: number, to: number): number => Number(time.slice(from, to));
const minutesOf = (time: string): number =>
  Date.UTC(
    part(time, 0, 4),
    part(time, 5, 7) - 1,
    part(time, 8, 10),
    part(time, 11, 13),
    part(time, 14, 16),
  ) / 60_000;
const toPolicies = (until: string | null, departure: string, now: string) => {
  const end = until === null ? '' : toMinute(until);
  if (end <= now) return [{ from: null, penalty: { percent: 100 } }];
  const from = toDuration(Math.max(0, minutesOf(departure) - minutesOf(end)));
  return [
    { from: null, penalty: { percent: 0 } },
    { from, penalty: { percent: 100 } },
  ];
};

type Seat = { readonly id: string; readonly name: string | null; readonly amenities: string[] };
type Kind = { readonly type: string; readonly seats: Map<string, Seat> };

const createDraft = (upstream: Upstream) => {
  const segments = new Map<string, object>();
  const kinds = new Map<string, Kind>();
  const enter = (option: Option, leg: Leg, isOnly: boolean): string => {
    const operator = operators.get(leg.operator) ?? String(leg.operator);
    const from = stations.get(leg.from) ?? String(leg.from);
    const to = stations.get(leg.to) ?? String(leg.to);
    const classId = isOnly || leg.class <= 0 ? option.class : leg.class;
    const seatId = classes.get(classKey(leg.operator, classId)) ?? String(classId);
    const word = leg.vehclasses.find((name) => vehicleTypes.has(name.toLowerCase()));
    const type = vehicleTypes.get(word?.toLowerCase() ?? '') ?? 'Van';
    const [departure, arrival] = [toMinute(leg.dep_time), toMinute(leg.arr_time)];
    const id = `${operator}-${from}-${to}-${departure}-${arrival}-${seatId}`;
    const vehicleId = `${operator}-${type}`;
    if (!segments.has(id))
      segments.set(id, {
        id,
        from_station: from,
        to_station: to,
        departure_time: departure,
        arrival_time: arrival,
        travel_duration: toDuration(leg.duration),
        vehicle_id: vehicleId,
        operating_carrier_id: operator,
        seat_class_id: seatId,
        transportation_types: [type],
      });
    const kind = kinds.get(vehicleId) ?? { type, seats: new Map<string, Seat>() };
    kinds.set(vehicleId, kind);
    const seat = kind.seats.get(seatId) ?? {
      id: seatId,
      name: upstream.classes[classId]?.name ?? null,
      amenities: [],
    };
    kind.seats.set(seatId, seat);
    for (const amenity of option.amenities)
      if (!seat.amenities.includes(amenity)) seat.amenities.push(amenity);
    return id;
  };
  const unsaid = { keywords: null, images: null };
  const vehicles = () =>
    [...kinds].map(([id, { type, seats }]) => ({
      id,
      name: type,
      seat_classes: [...seats.values()].map((seat) => ({ ...seat, description: '', ...unsaid })),
      ...unsaid,
      description: null,
      amenities: null,
    }));
  return { enter, segments: () => [...segments.values()], vehicles };
};

export type Asked = { readonly pax: number; readonly date: string };

export const translate = (upstream: Upstream, { pax, date }: Asked) => {
  const draft = createDraft(upstream);
  const now = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 16);
  const plains: string[] = [];
  const found: Readonly<Record<string, unknown>>[] = [];
  for (const { params, segments, travel_options } of upstream.trips) {
    const legs = segments.filter(({ type }) => type === 'route');
    const [first] = legs;
    if (params.hide === true || first === undefined || !first.dep_time.startsWith(date)) continue;
    const departure = toMinute(first.dep_time);
    const isOnly = legs.length === 1;
    for (const option of travel_options) {
      if (option.is_bookable === 0 || option.bookable < pax || option.netprice?.value == null) continue;
      plains.push(JSON.stringify({ v: 1, t: option.id, d: departure, p: pax, c: clientId }));
      const ticketType = ticketTypes.get(option.ticket_type.toLowerCase());
      found.push({
        departure_segments: legs.map((leg) => draft.enter(option, leg, isOnly)),
        connection_guaranteed: isOnly || legs.every((leg) => leg.connection_guaranteed),
        cancellation_policies: toPolicies(option.full_refund_until, departure, now),
        number_of_available_seats: option.bookable,
        pricing: toPricing(option),
        confirmation_type: option.confirmation_time === 0 ? 'Instant' : 'Pending',
        ...(ticketType !== undefined && { ticket_type: ticketType }),
      });
    }
  }
  const itineraries = sealAll(plains).map((id, at) => ({ id, ...found[at] }));
  return { vehicles: draft.vehicles(), segments: draft.segments(), itineraries };
};
