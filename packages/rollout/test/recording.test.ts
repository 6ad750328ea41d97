/** Recordings: nothing of a person and no secret is left, and what is left can be sent again without writing. */
import { randomBytes } from 'node:crypto';
import { createRedactor, planReplay, type RecordedLine, readRecordedLine } from '@partner-gateway/rollout';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const line = (given: Partial<RecordedLine> = {}): RecordedLine => ({
  at: '2026-11-28T10:00:00.000Z',
  client: 'acme',
  method: 'GET',
  path: '/v1/acme/itineraries?departures=VNHANMYD&arrivals=VNSPASPT&departure_date=2026-12-05&pax=2',
  endpoint: 'search',
  headers: {},
  answer: { status: 200, ms: 480, body: { itineraries: [] } },
  ...given,
});

const form = {
  properties: {
    additional_fields: {
      properties: { points_pickup: { anyOf: [{ const: 'oldq', title: 'Old Quarter' }] } },
    },
    passengers: { items: { properties: { gender: { anyOf: [{ const: 'F' }] } } } },
  },
};
const opened = (token: string): RecordedLine =>
  line({
    path: '/v1/acme/itineraries/VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00?pax=2&currency=USD',
    endpoint: 'get_itinerary',
    answer: { status: 200, ms: 900, body: { itineraries: [{ booking_token: token, booking_schema: form }] } },
  });
const created = (booking_token: string, booking_data: object, more: object = {}): RecordedLine =>
  line({
    method: 'POST',
    path: '/v1/acme/bookings',
    endpoint: 'create_booking',
    body: { booking_token, booking_data, ...more },
    answer: {
      status: 200,
      ms: 2000,
      body: { id: 'aZ09bY18cX', total_price: { amount: '41.70', currency: 'USD' } },
    },
  });

const redactor = () => createRedactor({ key: randomBytes(32) });

/** Each as it is found in a recording, where it belongs and where it does not. */
const canaries: Readonly<Record<string, string>> = {
  'first name': 'Canarina',
  'last name': 'Canaretti',
  'name with marks': 'Ngọc-Canạry Ánh',
  email: 'canary.one@traveller.example',
  'email in a name': 'Canary (canary.two@mail.example)',
  'mobile phone': '+61400111222',
  'telephone with blanks': '+49 (0) 170 555 66 77',
  'telephone as number': '66812345678',
  passport: 'CN7654321',
  'identity card': '079203001234',
  'date of birth': '1987-03-14',
  'day of expiry': '2031-07-09',
  'scan of a document': 'iVBORw0KGgoAAAANSUhEUgAAAAUA',
  address: '12 Canary Lane, District 4',
  'API key': 'gwk_canary5f0d0c4e7a9b1c2d3e4f',
  'bearer token': 'Bearer canary.eyJhbGciOi.JIUzI1NiJ9',
  'booking token': 'k1.Q2FuYXJ5X3Rva2VuX29mX2FfY2FydF90aGF0X2lzX3NlYWxlZA',
  'old token': 'canary-old-token-0001',
  'refund option': 'ro.canary-option',
  'ticket link': 'https://tickets.example/t/canary?signature=canarysigned',
  'name of a member': 'canary_mertens',
};

/** Every place of a line that a value can be at. */
const linesWith = (value: string): RecordedLine[] => {
  const quoted = encodeURIComponent(value);
  const passenger = {
    first_name: value,
    last_name: value,
    id_number: value,
    dob: value,
    id_expiry_date: value,
  };
  return [
    line({
      path: `/v1/acme/itineraries?email=${quoted}&departures=${quoted}&currency=${quoted}&pax=${quoted}`,
    }),
    line({ path: `/v1/acme/bookings/${quoted}/ticket?k=${quoted}`, endpoint: 'ticket' }),
    line({
      headers: {
        'X-Api-Key': value,
        Authorization: value,
        'X-Correlation-Id': value,
        'Idempotency-Key': value,
        'User-Agent': value,
      },
    }),
    created(value, {
      email: value,
      mobile_phone: value,
      seat_selection: [value],
      additional_fields: { points_pickup: value, [value]: value },
      passengers: [
        { ...passenger, country_id: value, gender: value, title: value, nested: { deep: [{ er: value }] } },
      ],
    }),
    created(
      't',
      { passengers: [passenger] },
      { total_price: { amount: value, currency: value }, [value]: value },
    ),
    line({
      body: value,
      method: 'POST',
      endpoint: 'cancel_booking',
      path: '/v1/acme/bookings/8451207/cancel',
    }),
    line({
      body: { refund_option: value },
      method: 'POST',
      endpoint: 'cancel_booking',
      path: '/v1/acme/bookings/1/cancel',
    }),
    line({
      endpoint: 'booking_details',
      path: '/v1/acme/bookings/8451207',
      answer: {
        status: 200,
        ms: 1,
        body: {
          id: value,
          status: value,
          operator_booking_id: value,
          voucher_url: value,
          contact: { email: value },
          from_station: value,
        },
      },
    }),
    line({
      answer: {
        status: 422,
        ms: 1,
        body: {
          code: value,
          detail: `the field says ${value}`,
          fields: [{ field: 'email', message: value }],
        },
      },
    }),
    line({ answer: { status: 500, ms: 1, body: `<html>${value}</html>` } }),
  ];
};

describe('a redacted line', () => {
  test.each(Object.entries(canaries))('holds no %s, wherever it stood', (_kind, value) => {
    const redact = redactor();
    const left = [opened('t'), ...linesWith(value)].map(redact).map((one) => JSON.stringify(one));
    const spellings = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];

    expect(left.filter((text) => spellings.some((one) => text.includes(one)))).toStrictEqual([]);
  });

  test.each([
    'canary.one@traveller.example',
    '+49 (0) 170 555 66 77',
    canaries['booking token'] ?? '',
    canaries['API key'] ?? '',
  ])('holds no %s in an answer about trips either', (value) => {
    const body = {
      itineraries: [{ id: 'x', name: `call ${value} now` }],
      stations: [{ description: value }],
    };
    const redacted = redactor()(line({ answer: { status: 200, ms: 1, body } }));

    expect(JSON.stringify(redacted)).not.toContain(value);
  });

  test('keeps what decides: trip, route, counts, nationalities, seats, choices and prices', () => {
    const redact = redactor();
    const data = {
      email: 'lan@traveller.example',
      mobile_phone: '+61400111222',
      seat_selection: ['A1', 'B1'],
      allow_automatic_seat_selection: false,
      additional_fields: { points_pickup: 'oldq', points_pickup_text: 'Lotus Lane Hotel' },
      passengers: [
        { first_name: 'Lan', country_id: 'AU', gender: 'F', dob: '1980-02-03' },
        { first_name: 'Minh', country_id: 'VN', is_child: true, dob: '2019-02-03' },
      ],
    };
    const [open, create] = [
      opened('token-1'),
      created('token-1', data, { total_price: { amount: '41.70', currency: 'USD' } }),
    ].map(redact);

    expect(open?.path).toBe(opened('x').path);
    expect(open?.answer.body).toMatchObject({ itineraries: [{ booking_schema: form }] });
    expect(create?.body).toMatchObject({
      total_price: { amount: '41.70', currency: 'USD' },
      booking_data: {
        email: expect.stringMatching(/^[a-z]{10}@pseudonym\.example$/),
        mobile_phone: expect.stringMatching(/^\+999\d{8}$/),
        seat_selection: ['A1', 'B1'],
        additional_fields: { points_pickup: 'oldq' },
        passengers: [
          { country_id: 'AU', gender: 'F', dob: '1990-01-01' },
          {
            first_name: expect.stringMatching(/^[A-Z][a-z]{9}$/),
            country_id: 'VN',
            is_child: true,
            dob: '2019-01-01',
          },
        ],
      },
    });
    expect(create?.answer.body).toStrictEqual({
      id: 'aZ09bY18cX',
      total_price: { amount: '41.70', currency: 'USD' },
    });
  });

  test('has one name for one token, and other names under another key', () => {
    const tokens = (redact: ReturnType<typeof redactor>) =>
      [opened('token-1'), created('token-1', {}), created('token-2', {})]
        .map(redact)
        .map((one) => /~[0-9a-f]{16}/.exec(JSON.stringify(one))?.[0]);
    const [open, create, other] = tokens(redactor());

    expect(create).toBe(open);
    expect(other).not.toBe(open);
    expect(tokens(redactor())).not.toContain(open);
  });

  test('is the same when it is redacted again with its choices known, but for its pseudonyms', () => {
    const once = redactor()(line());

    expect(redactor()(once)).toStrictEqual(once);
  });
});

test('whatever a line holds, it can be read after it was redacted, and a text that is no line is none', () => {
  const anything = fc.record({ path: fc.webPath(), body: fc.jsonValue(), answer: fc.jsonValue() });
  const redact = redactor();
  fc.assert(
    fc.property(anything, ({ path, body, answer }) => {
      const text = JSON.stringify({
        ...line(),
        path: path || '/',
        body,
        answer: { status: 200, ms: 1, body: answer },
      });
      const read = readRecordedLine(text);
      expect(read).toBeDefined();
      if (read !== undefined) expect(readRecordedLine(JSON.stringify(redact(read)))).toBeDefined();
    }),
    { numRuns: 200 },
  );
  for (const text of ['', '{', 'null', '{"at":"now"}']) expect(readRecordedLine(text)).toBeUndefined();
});

describe('what is sent again', () => {
  const endpoints = [
    ...['search', 'get_itinerary', 'lock_seats', 'unlock_seats', 'create_booking', 'confirm_booking'],
    ...['booking_details', 'ticket', 'cancel_booking', 'incomplete_results', 'test_webhook', 'anything'],
  ];
  const segments = [
    'v1',
    'acme',
    'bookings',
    'itineraries',
    'seats',
    'confirm',
    'cancel',
    'ticket',
    'Confirm',
  ];
  const odd = [
    '',
    '.',
    '..',
    '%2e%2e',
    '%2F',
    '..\\seats',
    '8451207',
    'BK-8451207-7GQ2M',
    'x?y',
    '#',
    '%63onfirm',
  ];
  const path = fc
    .array(fc.constantFrom(...segments, ...odd), { maxLength: 5 })
    .map((parts) => `/v1/acme/${parts.join('/')}`);
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE');

  /** Where it arrives, once a URL has been made of it. */
  const arrivesAt = (sent: string): string => new URL(`http://gateway${sent}`).pathname;

  test('is a read, a quote or a preview, whatever a line calls itself; never a write', () => {
    fc.assert(
      fc.property(fc.constantFrom(...endpoints), method, path, fc.boolean(), (named, verb, at, opens) => {
        const body = { booking_token: 't', preview: false };
        const planned = planReplay(line({ endpoint: named, method: verb as 'GET', path: at, body }), opens);
        if (planned.kind === 'skip') return;
        const arrived = arrivesAt(planned.path);
        if (planned.kind === 'quote') expect(arrived).toMatch(/^\/v1\/[^/]+\/bookings\/quote$/);
        if (planned.kind === 'preview') expect(arrived).toMatch(/^\/v1\/[^/]+\/bookings\/[^/]+\/cancel$/i);
        if (planned.kind === 'open') expect(opens).toBe(true);
        // Opening an itinerary makes a cart; no other GET makes anything.
        if (planned.kind === 'read') expect(arrived).not.toMatch(/itineraries\/./i);
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ['cancel_booking', 'POST', '/v1/acme/bookings/8451207/confirm'],
    ['cancel_booking', 'POST', '/v1/acme/bookings'],
    ['search', 'GET', '/v1/acme/itineraries/VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00'],
    [
      'booking_details',
      'GET',
      '/v1/acme/bookings/..\\itineraries\\VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00',
    ],
    ['confirm_booking', 'POST', '/v1/acme/itineraries/VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00'],
    ['create_booking', 'POST', '/v1/acme/bookings/8451207/confirm'],
  ])('is nothing for a %s that is none: %s %s', (endpoint, verb, at) => {
    expect(
      planReplay(line({ endpoint, method: verb as 'GET', path: at, body: { booking_token: 't' } }), true),
    ).toMatchObject({
      kind: 'skip',
    });
  });

  test('is the line itself, or what it is asked as', () => {
    const planned = (endpoint: string, at: string, verb = 'GET') =>
      planReplay(
        line({ endpoint, method: verb as 'GET', path: at, body: { bookingToken: 't', total_price: {} } }),
        true,
      );

    expect(planned('search', '/V1.0/acme/itineraries?pax=2')).toEqual({
      kind: 'read',
      path: '/v1/acme/itineraries?pax=2',
    });
    expect(planned('confirm_booking', '/acme/bookings/BK-1-00000/confirm', 'PUT')).toEqual({
      kind: 'read',
      path: '/v1/acme/bookings/BK-1-00000',
    });
    expect(planned('cancel_booking', '/v1/acme/bookings/8451207/cancel', 'POST')).toMatchObject({
      kind: 'preview',
    });
    expect(planned('create_booking', '/v1/acme/bookings', 'POST')).toEqual({
      kind: 'quote',
      path: '/v1/acme/bookings/quote',
      token: 't',
      body: {},
    });
    expect(
      planned('get_itinerary', '/v1/acme/itineraries/VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00'),
    ).toMatchObject({
      kind: 'open',
    });
  });
});
