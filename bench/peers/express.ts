/**
 * A straightforward gateway on Express, axios and zod, as a team would write it in a week: it authenticates, reads and
 * checks the upstream answer, maps ids, prices, seals ids, checks its own answer against the contract, and logs a line.
 */
import { createCipheriv, createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { searchResponseSchema } from '@partner-gateway/contract';
import axios from 'axios';
import express from 'express';
import { pino } from 'pino';
import { z } from 'zod';
import { apiKey, clientId, upstreamKey } from '../plan.ts';

const price = z.object({ value: z.number().nullable(), fxcode: z.string().length(3) }).nullable();
const upstreamSchema = z.object({
  trips: z.array(
    z.object({
      id: z.string(),
      params: z.object({ hide: z.boolean().nullable() }),
      segments: z.array(
        z.object({
          type: z.enum(['route', 'wait']),
          vehclasses: z.array(z.string()),
          connection_guaranteed: z.boolean(),
          from: z.number().int(),
          to: z.number().int(),
          duration: z.number().int(),
          dep_time: z.string(),
          arr_time: z.string(),
          class: z.number().int(),
          operator: z.number().int(),
        }),
      ),
      travel_options: z.array(
        z.object({
          id: z.string(),
          bookable: z.number().int(),
          price,
          netprice: price,
          agfee: price,
          sysfee: price,
          class: z.number().int(),
          amenities: z.array(z.string()),
          ticket_type: z.string(),
          confirmation_time: z.number().int(),
          is_bookable: z.number().int(),
          price_restriction: z.number().int(),
          full_refund_until: z.string().nullable(),
        }),
      ),
    }),
  ),
  classes: z.record(z.string(), z.object({ id: z.number().int(), name: z.string() })),
  recheck: z.array(z.string()),
});
type Upstream = z.output<typeof upstreamSchema>;
type Segment = Upstream['trips'][number]['segments'][number];
type Option = Upstream['trips'][number]['travel_options'][number];

const querySchema = z.object({
  departure_poi: z.string().regex(/^[A-Z0-9]+$/),
  arrival_poi: z.string().regex(/^[A-Z0-9]+$/),
  departure_date: z.iso.date(),
  pax: z.coerce.number().int().min(1).max(100),
  currency: z.string().optional(),
});

type Tables = {
  stations: { id: number; fujiId: string }[];
  pois: { provinceId: number; fujiId: string }[];
  operators: { id: number; fujiId: string }[];
  classes: { operatorId: number; classId: number; fujiId: string }[];
};
const tables = JSON.parse(readFileSync(process.env.ID_SNAPSHOT_FILE ?? '', 'utf8')) as Tables;
const stations = new Map(tables.stations.map(({ id, fujiId }) => [id, fujiId]));
const provinces = new Map(tables.pois.map(({ provinceId, fujiId }) => [fujiId, provinceId]));
const operators = new Map(tables.operators.map(({ id, fujiId }) => [id, fujiId]));
const classes = new Map(tables.classes.map((row) => [`${row.operatorId}/${row.classId}`, row.fujiId]));

const sealingKey = createHash('sha256').update('bench sealing key').digest();
const keyHash = createHash('sha256').update(apiKey).digest();

const sealId = (tripKey: string, departure: string, pax: number): string => {
  const plain = JSON.stringify({ v: 1, t: tripKey, d: departure, p: pax, c: clientId });
  const nonce = createHmac('sha256', sealingKey).update(plain).digest().subarray(0, 12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce);
  cipher.setAAD(Buffer.from(`it.${clientId}.k1`));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return `k1.${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')}`;
};

const toCents = (value: number): bigint => BigInt(Math.round(value * 100));
const print = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;

const priceTypes = ['Recommended', 'Min', 'Max', 'Exact'] as const;

const toPricing = (option: Option) => {
  const currency = option.netprice?.fxcode ?? '';
  const net = (toCents(option.netprice?.value ?? 0) * 110n + 50n) / 100n;
  const taxes = toCents(option.sysfee?.value ?? 0) + toCents(option.agfee?.value ?? 0);
  const type = priceTypes[option.price_restriction] ?? 'Recommended';
  const gross = type === 'Recommended' ? net + taxes : toCents(option.price?.value ?? 0);
  return {
    gross_price: { amount: print(gross), currency, price_type: type },
    net_price: { amount: print(net), currency },
    taxes_and_fees: { amount: print(taxes), currency },
  };
};

const vehicleTypes: Record<string, string> = {
  bus: 'Bus',
  van: 'Van',
  ferry: 'Ferry',
  train: 'Train',
  avia: 'Airplane',
  charter: 'Van',
};
const ticketTypes: Record<string, string> = {
  eticket: 'ShowOnScreen',
  show_on_screen: 'ShowOnScreen',
  pickup: 'PickUp',
  pick_up: 'PickUp',
  paper: 'PaperTicket',
  printed: 'PaperTicket',
};

const toMinute = (time: string): string => time.slice(0, 16).replace(' ', 'T');
const toDuration = (minutes: number): string => {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `PT${hours > 0 ? `${hours}H` : ''}${rest > 0 || hours === 0 ? `${rest}M` : ''}`;
};

const toPolicies = (until: string | null, departure: string, now: string) => {
  if (until === null || toMinute(until) <= now) return [{ from: null, penalty: { percent: 100 } }];
  const minutes = (Date.parse(`${departure}Z`) - Date.parse(`${toMinute(until)}Z`)) / 60_000;
  return [
    { from: null, penalty: { percent: 0 } },
    { from: toDuration(Math.max(0, minutes)), penalty: { percent: 100 } },
  ];
};

type Answer = { vehicles: Map<string, Vehicle>; segments: Map<string, object>; itineraries: object[] };
type Vehicle = { type: string; seats: Map<string, { name: string | null; amenities: Set<string> }> };

const addLeg = (
  answer: Answer,
  upstream: Upstream,
  option: Option,
  leg: Segment,
  isOnly: boolean,
): string => {
  const operator = operators.get(leg.operator) ?? String(leg.operator);
  const from = stations.get(leg.from) ?? String(leg.from);
  const to = stations.get(leg.to) ?? String(leg.to);
  const classId = isOnly || leg.class <= 0 ? option.class : leg.class;
  const seatClass = classes.get(`${leg.operator}/${classId}`) ?? String(classId);
  const type = leg.vehclasses.map((name) => vehicleTypes[name.toLowerCase()]).find(Boolean) ?? 'Van';
  const [departure, arrival] = [toMinute(leg.dep_time), toMinute(leg.arr_time)];
  const id = `${operator}-${from}-${to}-${departure}-${arrival}-${seatClass}`;
  const vehicleId = `${operator}-${type}`;
  if (!answer.segments.has(id)) {
    answer.segments.set(id, {
      id,
      from_station: from,
      to_station: to,
      departure_time: departure,
      arrival_time: arrival,
      travel_duration: toDuration(leg.duration),
      vehicle_id: vehicleId,
      operating_carrier_id: operator,
      seat_class_id: seatClass,
      transportation_types: [type],
    });
  }
  const vehicle = answer.vehicles.get(vehicleId) ?? { type, seats: new Map() };
  answer.vehicles.set(vehicleId, vehicle);
  const seat = vehicle.seats.get(seatClass) ?? {
    name: upstream.classes[String(classId)]?.name ?? null,
    amenities: new Set<string>(),
  };
  vehicle.seats.set(seatClass, seat);
  for (const amenity of option.amenities) seat.amenities.add(amenity);
  return id;
};

const translate = (upstream: Upstream, pax: number, date: string) => {
  const answer: Answer = { vehicles: new Map(), segments: new Map(), itineraries: [] };
  const now = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Bangkok',
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(Date.now())
    .replace(' ', 'T');
  for (const trip of upstream.trips) {
    if (trip.params.hide === true) continue;
    const legs = trip.segments.filter(({ type }) => type === 'route');
    const first = legs[0];
    if (first === undefined || !first.dep_time.startsWith(date)) continue;
    for (const option of trip.travel_options) {
      if (option.is_bookable === 0 || option.bookable < pax || option.netprice?.value == null) continue;
      const departure = toMinute(first.dep_time);
      const ticketType = ticketTypes[option.ticket_type.toLowerCase()];
      answer.itineraries.push({
        id: sealId(option.id, departure, pax),
        departure_segments: legs.map((leg) => addLeg(answer, upstream, option, leg, legs.length === 1)),
        connection_guaranteed: legs.length === 1 || legs.every((leg) => leg.connection_guaranteed),
        cancellation_policies: toPolicies(option.full_refund_until, departure, now),
        number_of_available_seats: option.bookable,
        pricing: toPricing(option),
        confirmation_type: option.confirmation_time === 0 ? 'Instant' : 'Pending',
        ...(ticketType !== undefined && { ticket_type: ticketType }),
      });
    }
  }
  const vehicles = [...answer.vehicles].map(([id, { type, seats }]) => ({
    id,
    name: type,
    seat_classes: [...seats].map(([seatId, { name, amenities }]) => ({
      id: seatId,
      name,
      description: '',
      keywords: null,
      images: null,
      amenities: [...amenities],
    })),
    images: null,
    description: null,
    keywords: null,
    amenities: null,
  }));
  return { vehicles, segments: [...answer.segments.values()], itineraries: answer.itineraries };
};

const log = pino({ base: null });
const upstream = axios.create({ baseURL: process.env.UPSTREAM ?? '', timeout: 10_000 });
const app = express();
app.set('etag', false);
app.disable('x-powered-by');

app.use((request, response, next) => {
  const startedMs = performance.now();
  const correlationId = request.get('x-correlation-id') ?? randomUUID();
  response.set('x-correlation-id', correlationId);
  response.on('finish', () => {
    log.info({
      correlation_id: correlationId,
      status_code: response.statusCode,
      duration_ms: Math.round(performance.now() - startedMs),
    });
  });
  const given = createHash('sha256')
    .update(request.get('x-api-key') ?? '')
    .digest();
  if (timingSafeEqual(given, keyHash)) next();
  else response.status(401).json({ code: 'unauthorized' });
});

app.get('/v1/:clientId/itineraries', async (request, response) => {
  const query = querySchema.safeParse(request.query);
  if (!query.success) {
    response.status(400).json({ code: 'invalid_request' });
    return;
  }
  const { departure_poi, arrival_poi, departure_date, pax } = query.data;
  const path = `/search/${provinces.get(departure_poi)}p/${provinces.get(arrival_poi)}p/${departure_date}`;
  const { data } = await upstream.get<unknown>(path, {
    params: { seats: pax, direct: true, k: upstreamKey },
  });
  const body = translate(upstreamSchema.parse(data), pax, departure_date);
  response.json(searchResponseSchema.parse(body));
});

app.listen(Number(process.env.PORT), '127.0.0.1');
