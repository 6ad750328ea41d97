/** The clients of the embedded gateway: one to try things with, and some that differ where clients can differ. */

/** A demo client: its settings, and the keys nobody else may have. */
export type DemoClient = {
  readonly clientId: string;
  readonly apiKey: string;
  /** The sandbox account behind it. */
  readonly upstreamKey: string;
  readonly settings: Readonly<Record<string, unknown>>;
};

const contracts = [
  {
    contract_code: 'DEMO',
    countries: [],
    markup: { percentage: '0.10', fixed_fee: '0.00', fixed_fee_currency: 'USD' },
  },
  {
    contract_code: 'DEMO-VN',
    countries: ['VN'],
    markup: { percentage: '0.10', fixed_fee: '0.50', fixed_fee_currency: 'USD' },
  },
];

/** Nobody who tries things out is told to wait. */
const generous = {
  rate_limits: {
    search_per_min: 1_000_000,
    booking_per_min: 1_000_000,
    poll_per_min: 1_000_000,
    master_data_per_min: 1_000_000,
  },
  funnel_limits: {
    carts: 1_000_000,
    carts_per_trip: 1_000_000,
    unconfirmed: 1_000_000,
    unconfirmed_per_trip: 1_000_000,
  },
};

type Changes = Readonly<Record<string, unknown>>;

/** How the gateway that the clients are for stores an API key. */
export type HashApiKey = (apiKey: string, clientId: string) => string;

const clientMaker =
  (randomKey: () => string, hashApiKey: HashApiKey) =>
  (clientId: string, upstreamKey: string, changes: Changes = {}): DemoClient => {
    const apiKey = `gwk_demo_${randomKey()}`;
    return {
      clientId,
      apiKey,
      upstreamKey,
      settings: {
        client_id: clientId,
        api_key_hashes: [hashApiKey(apiKey, clientId)],
        upstream_key_ref: `12go/${clientId}`,
        default_contract: 'DEMO',
        contracts,
        ...generous,
        ...changes,
      },
    };
  };

/** Makes the demo clients, the one to print first. */
export const createDemoClients = (
  randomKey: () => string,
  hashApiKey: HashApiKey,
): readonly [DemoClient, ...DemoClient[]] => {
  const client = clientMaker(randomKey, hashApiKey);
  return [
    client('demo', 'sandbox-key'),
    client('rival', 'sandbox-key-two'),
    client('native', 'sandbox-key', {
      id_space: 'native',
      itinerary_id_mode: 'plain',
      cancellation_flow: 'two_step',
      station_pairs: 'cross_product',
    }),
    client('settled', 'sandbox-key', { settlement_currency: 'USD' }),
    client('keyless', 'sandbox-key-unknown'),
    client('strict', 'sandbox-key', { require_idempotency_key: true }),
  ];
};
