/** One API under test, asked over HTTP: every answer is judged by the contract's schemas and kept as what can be compared. */
import type { ActiveScenario } from '../../src/index.ts';
import type { Answer } from './answer.ts';
import { comparable, type Trace } from './comparable.ts';
import { shapeFaults } from './shapes.ts';

/** What goes wrong, in the words of each side. */
export type Staging = {
  readonly fake: ActiveScenario;
  /** As `sandbox.scenarios.set` takes it. */
  readonly gateway: { readonly operation: string; readonly scenario: string; readonly percent?: number };
};

/** A side of the comparison. */
export type Side = {
  readonly name: 'fake' | 'gateway';
  readonly baseUrl: string;
  readonly clientId: string;
  readonly apiKey: string;
  readonly advance: (ms: number) => void;
  readonly stage: (staging: Staging) => void;
  readonly clear: () => void;
};

export type Asking = {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isQuiet?: boolean;
};

export type Api = Pick<Side, 'name' | 'advance' | 'stage'> & {
  /** `GET /itineraries`: below the client's path, or anywhere with `//` in front. */
  readonly ask: (what: string, asking?: Asking) => Promise<Answer>;
  /** A day that no other case uses, `YYYY-MM-DD`. */
  readonly day: string;
  readonly trace: Trace[];
};

/** A case of the suite. */
export type Case = { readonly name: string; readonly run: (api: Api) => Promise<void> };

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text === '' ? undefined : text;
  }
};

const bodyOf = ({ body }: Asking): { body?: string } => {
  if (body === undefined) return {};
  return { body: typeof body === 'string' ? body : JSON.stringify(body) };
};

/** Opens a side for one case. */
export const apiOf = (side: Side, day: string): Api => {
  const trace: Trace[] = [];
  const ask = async (what: string, asking: Asking = {}): Promise<Answer> => {
    const [method = 'GET', path = ''] = what.split(' ');
    const whole = path.startsWith('//') ? path.slice(1) : `/v1/${side.clientId}${path}`;
    const sent = bodyOf(asking);
    const response = await fetch(side.baseUrl + whole, {
      method,
      headers: {
        'x-api-key': side.apiKey,
        'x-correlation-id': 'conformance-1',
        ...(sent.body !== undefined && { 'content-type': 'application/json' }),
        ...asking.headers,
      },
      ...sent,
    });
    const body = parsed(await response.text());
    const answer = { status: response.status, headers: response.headers, body };
    if (asking.isQuiet !== true) {
      trace.push({
        what: what.replace(/BK-\d+-\w+|k1\.[\w-]+|\d{10,}-\d+/g, '…'),
        ...comparable(answer),
        faults: shapeFaults(what, answer),
      });
    }
    return answer;
  };
  return { name: side.name, advance: side.advance, stage: side.stage, ask, day, trace };
};
