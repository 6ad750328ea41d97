/** What went over the wire in a step, each exchange folded up but for its first line. */
import type { FunctionComponent } from 'preact';
import type { Exchange, Header } from '../exchanges.ts';
import { Listing } from './listing.tsx';

const shownMax = 6_000;

/** Indented where it is JSON; what is longer than anybody reads is cut. */
const readable = (body: string): string => {
  const text = indented(body);
  return text.length <= shownMax
    ? text
    : `${text.slice(0, shownMax)}\n… and ${text.length - shownMax} characters more`;
};

const indented = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
};

const message = (first: string, headers: readonly Header[], body: string): string =>
  [first, ...headers.map(([name, value]) => `${name}: ${value}`), ...(body ? ['', readable(body)] : [])].join(
    '\n',
  );

const verdictOf = ({ answer }: Exchange): string => {
  if (answer === undefined) return '…';
  return `${answer.status ?? 'no answer'} · ${Math.round(answer.tookMs)} ms`;
};

const toneOf = ({ answer }: Exchange): string => {
  if (answer === undefined || answer.status === 202 || answer.status === 206) return 'open';
  return answer.status !== undefined && answer.status < 300 ? 'good' : 'bad';
};

/** Ids are sealed and long: of each part of a path the beginning says enough. */
const shortened = (path: string): string => path.replaceAll(/([^/]{20})[^/]{8,}/g, '$1…');

const Row: FunctionComponent<{ readonly exchange: Exchange }> = ({ exchange }) => {
  const { id, method, path, headers, body, answer } = exchange;
  const place = shortened(path.replace(/\?.*$/, ''));
  return (
    <li>
      <details>
        <summary>
          <code>
            {method} {place}
          </code>{' '}
          <span class={toneOf(exchange)}>{verdictOf(exchange)}</span>
        </summary>
        <Listing
          label={`Request ${id}: ${method} ${place}`}
          text={message(`${method} ${path}`, headers, body)}
        />
        {answer !== undefined && (
          <Listing
            label={`Answer ${id}: ${method} ${place}`}
            text={message(`HTTP ${answer.status ?? 'broke off'}`, answer.headers, answer.body)}
          />
        )}
      </details>
    </li>
  );
};

export const ExchangeList: FunctionComponent<{ readonly exchanges: readonly Exchange[] }> = ({
  exchanges,
}) => (
  <>
    <h3>HTTP</h3>
    {exchanges.length === 0 ? (
      <p class="muted">Nothing was asked yet.</p>
    ) : (
      <ol class="exchanges">
        {exchanges.map((exchange) => (
          <Row key={exchange.id} exchange={exchange} />
        ))}
      </ol>
    )}
  </>
);
