/** One API under test, asked over HTTP: every answer is judged by the contract's schemas and kept as what can be compared. */
import type { EmbeddedGateway } from '@partner-gateway/server/embedded';
import type { ActiveScenario } from '../../src/index.ts';
import type { Answer } from './answer.ts';
import { comparable, type Trace } from './comparable.ts';
import { exampleFaults } from './example-faults.ts';
import { shapeFaults } from './shapes.ts';

/** A scenario of the sandbox, once unless it says how often. */
export type SandboxScenario = Parameters<EmbeddedGateway['sandbox']['scenarios']['set']>[0];

/** What goes wrong, in the words of each side. */
export type Staging = {
  readonly fake?: ActiveScenario;
  /** What 12go does, or what becomes of the gateway and of what is around it. */
  readonly gateway?: SandboxScenario | ((gateway: EmbeddedGateway) => unknown);
};

/** A side of the comparison. */
export type Side = {
  readonly name: 'fake' | 'gateway';
  readonly baseUrl: string;
  readonly clientId: string;
  readonly apiKey: string;
  readonly advance: (ms: number) => void;
  readonly stage: (staging: Staging) => Promise<void>;
  readonly clear: () => void;
};

export type Asking = {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Not compared. */
  readonly isQuiet?: boolean;
  /** How long to wait depends on when it is asked: only that it is told is compared. */
  readonly isTimed?: boolean;
};

export type Api = Pick<Side, 'name' | 'advance' | 'stage' | 'clear'> & {
  /** `GET /itineraries`: below the client's path, or anywhere with `//` in front. */
  readonly ask: (what: string, asking?: Asking) => Promise<Answer>;
  /** A day that no other case uses, `YYYY-MM-DD`. */
  readonly day: string;
  readonly trace: Trace[];
  /** Keeps an answer that was got in another way, to be compared. */
  readonly note: (what: string, answer: Answer, asking?: Asking) => void;
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
  const note = (what: string, answer: Answer, asking: Asking = {}): void => {
    trace.push({
      what: what.replace(/BK-\d+-\w+|k1\.[\w-]+|\d{10,}-\d+/g, '…'),
      ...comparable(answer, asking),
      faults: [...shapeFaults(what, answer), ...exampleFaults(what, answer)],
    });
  };
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
    if (asking.isQuiet !== true) note(what, answer, asking);
    return answer;
  };
  const { name, advance, stage, clear } = side;
  return { name, advance, stage, clear, ask, day, trace, note };
};
