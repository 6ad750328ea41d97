/** Answers of both sides as rows of plain fields: ids of different forms and the order of arrays make no difference any more. */

/** A field's value. */
export type Leaf = string | number | boolean | null;

/** Fields by path, such as `pricing.net_price.amount`. */
export type Fields = ReadonlyMap<string, Leaf>;

/** Rows by what they are about; an answer that is no list has one, without a name. */
export type Rows = ReadonlyMap<string, Fields>;

type Item = Readonly<Record<string, unknown>>;

const isItem = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Partners read null, a missing member and an empty list as the same. */
const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

const leafOf = (value: unknown): Leaf =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;

/** The path of each member below a path. */
type Paths = Map<string, Paths> & { readonly path: string };

const pathsOf = (path: string): Paths => Object.assign(new Map<string, Paths>(), { path });

/** The rows of an answer have the same paths: each is put together once. */
const below = (paths: Paths, name: string): Paths => {
  const found = paths.get(name);
  if (found !== undefined) return found;
  const made = pathsOf(paths.path === '' ? name : `${paths.path}.${name}`);
  paths.set(name, made);
  return made;
};

const flatten = (value: unknown, paths: Paths, fields: Map<string, Leaf>): Map<string, Leaf> => {
  if (isNothing(value)) return fields;
  if (typeof value !== 'object') return fields.set(paths.path, leafOf(value));
  const members = value as Item;
  for (const name of Object.keys(members)) flatten(members[name], below(paths, name), fields);
  return fields;
};

const fieldsOf = (value: unknown, paths = pathsOf('')): Fields => flatten(value, paths, new Map());

const listOf = (value: unknown): Item[] => (Array.isArray(value) ? value.filter(isItem) : []);

const memberOf = (value: unknown, name: string): unknown => (isItem(value) ? value[name] : undefined);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Rows of the same name are told apart by what they cost, which is the same on both sides if anything is. */
const named = (rows: readonly { readonly name: string; readonly fields: Fields }[]): Rows => {
  const byName = Map.groupBy(rows, ({ name }) => name);
  const priceOf = (fields: Fields): string =>
    String(fields.get('pricing.net_price.amount') ?? '').padStart(16);
  return new Map(
    [...byName].flatMap(([name, same]) =>
      same
        .toSorted((one, other) => (priceOf(one.fields) < priceOf(other.fields) ? -1 : 1))
        .map(({ fields }, index) => [index === 0 ? name : `${name} #${index + 1}`, fields] as const),
    ),
  );
};

const byId = (items: readonly Item[], idOf: (item: Item) => unknown) =>
  new Map(items.map((item) => [textOf(idOf(item)), item]));

const legNameOf = (leg: Item): string =>
  ['from_station', 'to_station', 'departure_time', 'operating_carrier_id', 'seat_class_id']
    .map((name) => textOf(leg[name]))
    .join(' ');

const withVehicle = (leg: Item, vehicles: ReadonlyMap<string, Item>): Item => {
  const { id: _id, vehicle_id: vehicleId, ...rest } = leg;
  const vehicle = vehicles.get(textOf(vehicleId));
  const classes = byId(listOf(vehicle?.seat_classes), ({ id }) => id);
  return { ...rest, vehicle: vehicle?.name, seat_class: classes.get(textOf(rest.seat_class_id)) };
};

/** Legs by what they are, for their ids may be made in another way. */
const itineraries = (body: unknown): Rows => {
  const segments = byId(listOf(memberOf(body, 'segments')), ({ id }) => id);
  const vehicles = byId(listOf(memberOf(body, 'vehicles')), ({ id }) => id);
  const paths = pathsOf('');
  return named(
    listOf(memberOf(body, 'itineraries')).map(({ id: _id, departure_segments: ids, ...rest }) => {
      const legs = (Array.isArray(ids) ? ids : []).map((id) => segments.get(textOf(id)) ?? {});
      return {
        name: legs.map(legNameOf).join(' | '),
        fields: fieldsOf({ ...rest, legs: legs.map((leg) => withVehicle(leg, vehicles)) }, paths),
      };
    }),
  );
};

const listed = (body: unknown): Rows => {
  const paths = pathsOf('');
  return named(
    listOf(body).map((item) => ({ name: textOf(item.Id ?? item.id), fields: fieldsOf(item, paths) })),
  );
};

/** A booking has an id of its own on each side. */
const single = (body: unknown): Rows => {
  if (!isItem(body)) return new Map([['', fieldsOf(body)]]);
  const { id: _id, ...rest } = body;
  return new Map([['', fieldsOf(rest)]]);
};

/**
 * The rows of an answer.
 *
 * @param endpoint the contract's name of it.
 * @param body JSON as it was read.
 */
export const normalise = (endpoint: string, body: unknown): Rows => {
  if (endpoint === 'search') return itineraries(body);
  return Array.isArray(body) ? listed(body) : single(body);
};
