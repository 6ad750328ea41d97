/** Every span of the gateway by name and meaning, and what a span may say of its request. */

const ours = (meaning: string) => ({ kind: 'internal', meaning }) as const;
const call = (meaning: string) => ({ kind: 'client', meaning }) as const;

/** The spans; a name that ends in `*` stands for one a call of that name. */
export const spanNames = {
  receive_request: { kind: 'server', meaning: 'A request, from its first hook until its answer is sent.' },
  auth_middleware: ours('Who calls: the key is checked.'),
  transform_request: ours('The request is parsed and checked by the contract.'),
  'token.open': ours('A sealed token or id is opened.'),
  'call_12go_*': call('A call of 12go with its waiting and retries; one that was held back, too.'),
  'creditline.check': call('The credit line is asked for a balance.'),
  'redis.*': call('A command of Redis.'),
  apply_pricing: ours('What 12go said is translated and priced.'),
  transform_response: ours('The answer is checked by the contract, and printed.'),
  send_response: ours('The answer is on its way.'),
} as const;

type Row = keyof typeof spanNames;
type Named<R extends Row> = R extends `${infer Start}*` ? `${Start}${string}` : R;

/** Name of a span. */
export type SpanName = Named<Row>;

/** Names of spans below that of a request. */
export type ChildName = Exclude<SpanName, 'receive_request'>;

/** What each attribute says; a span has no other. */
export const spanAttributes = {
  client_id: 'Whose request it is; a configured client only.',
  endpoint: 'The route, by the name that metrics have for it.',
  correlation_id: 'Of the request, as it is answered.',
  booking_id: 'The booking, by the id that its partner knows.',
  itinerary_id: 'The itinerary that was opened.',
  integration_id: '12go’s number of the booking.',
  contract_code: 'The contract that the price was made under.',
  operator_id: 'The carriers of the itinerary, by the ids that partners know.',
  'http.response.status_code': 'Of our answer; of 12go’s, on a call of it that failed.',
  'error.type': 'The error’s code, or its kind; never its message.',
} as const;

/** What a span may say. */
export type SpanFields = {
  readonly [Name in keyof typeof spanAttributes]?:
    | (Name extends 'http.response.status_code' ? number : string)
    | undefined;
};

const rows = Object.entries(spanNames);
const kinds = new Map<SpanName, Kind>();

type Kind = (typeof spanNames)[Row]['kind'];

/** The kind of a span by its name. */
export const kindOf = (name: SpanName): Kind => {
  const known = kinds.get(name);
  if (known !== undefined) return known;
  const row = rows.find(
    ([named]) => named === name || (named.endsWith('*') && name.startsWith(named.slice(0, -1))),
  );
  const kind = row?.[1].kind ?? 'internal';
  kinds.set(name, kind);
  return kind;
};
