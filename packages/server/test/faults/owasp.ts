/** The risks of the OWASP API Security Top 10 of 2023, and those of this gateway beside them, each with the tests that try it. */

export type Risk = {
  readonly risk: string;
  readonly name: string;
  /** Cases of the fault suite, by their ids. */
  readonly cases: readonly string[];
  /** Test files, from the root of the repository. */
  readonly files: readonly string[];
};

const server = 'packages/server/test';

export const risks: readonly Risk[] = [
  {
    risk: 'API1',
    name: 'Broken object level authorization',
    cases: ['A1', 'T3', 'F18'],
    files: [`${server}/http/isolation.test.ts`],
  },
  {
    risk: 'API2',
    name: 'Broken authentication',
    cases: ['A5', 'W1'],
    files: [`${server}/http/auth.test.ts`, `${server}/http/admission.test.ts`],
  },
  {
    risk: 'API3',
    name: 'Broken object property level authorization',
    cases: ['A3', 'H2', 'H2x50000'],
    files: [`${server}/http/answer-check.test.ts`, `${server}/http/bad-input.test.ts`],
  },
  {
    risk: 'API4',
    name: 'Unrestricted resource consumption',
    cases: ['L1', 'L2', 'F2', 'F10', 'F12', 'F14', 'U14a', 'U14b', 'U14c', 'G8', 'G9', 'U19', 'F11'],
    files: [
      `${server}/http/admission.test.ts`,
      `${server}/http/hostile-requests.test.ts`,
      `${server}/slow/notification-flood.slow.ts`,
    ],
  },
  {
    risk: 'API5',
    name: 'Broken function level authorization',
    cases: ['A5', 'A5b', 'H1c'],
    files: [`${server}/http/auth.test.ts`, `${server}/ops/inspect.test.ts`],
  },
  {
    risk: 'API6',
    name: 'Unrestricted access to sensitive business flows',
    cases: ['A6', 'K2'],
    files: [`${server}/http/admission.test.ts`, `${server}/booking/lock-seats.test.ts`],
  },
  {
    risk: 'API7',
    name: 'Server side request forgery',
    cases: ['W3', 'W3b', 'U13', 'N5'],
    files: [`${server}/search/rechecks.test.ts`],
  },
  {
    risk: 'API8',
    name: 'Security misconfiguration',
    cases: ['A8', 'F20', 'C2', 'C2b'],
    files: [
      `${server}/program/config.test.ts`,
      `${server}/http/docs.test.ts`,
      `${server}/http/headers.test.ts`,
      `${server}/write/booking-readiness.test.ts`,
    ],
  },
  {
    risk: 'API9',
    name: 'Improper inventory management',
    cases: ['A5', 'H2', 'H2x50000'],
    files: ['packages/contract/test/openapi.test.ts', `${server}/http/spellings.test.ts`],
  },
  {
    risk: 'API10',
    name: 'Unsafe consumption of APIs',
    cases: ['A10', 'F17', 'U9', 'U9c', 'U13', 'U15', 'P1c', 'K1b'],
    files: [
      `${server}/program/upstream-faults.test.ts`,
      'packages/itineraries/test/laws/search-laws.test.ts',
    ],
  },
  {
    risk: '+ tokens',
    name: 'Sealed texts',
    cases: ['T1', 'T2', 'T3'],
    files: ['packages/tokens/test/seal.test.ts'],
  },
  {
    risk: '+ idempotency',
    name: 'Keys of others, and keys that inject',
    cases: ['G7', 'G8', 'H2'],
    files: [`${server}/write/idempotency.test.ts`, `${server}/http/headers.test.ts`],
  },
  {
    risk: '+ smuggling',
    name: 'Requests that are read in two ways',
    cases: ['H1a', 'H1b', 'F7'],
    files: [`${server}/http/hostile-requests.test.ts`],
  },
  {
    risk: '+ secrets',
    name: 'What logs and metrics keep',
    cases: ['Q1', 'N3'],
    files: [`${server}/http/secrets.test.ts`],
  },
];
