/** The first page: what this is, where to begin, and what else there is. */
import { escapeHtml } from '../layout/html.ts';
import type { MenuEntry } from '../layout/menu.ts';
import type { Page } from '../layout/page.ts';
import { codeBlock } from '../markdown/highlight.ts';
import { operations, referencePath } from './operations.ts';

/** A card of the first page. `text` is HTML. */
type Card = { readonly path: string; readonly title: string; readonly text: string };

const cards: readonly Card[] = [
  {
    path: '/docs/guides/five-minutes',
    title: 'Five minutes to a booking',
    text: 'From an empty folder to a confirmed booking.',
  },
  {
    path: '/docs/reference',
    title: 'API reference',
    text: 'Every operation, field and header, with curl and SDK samples, and a place to try them.',
  },
  {
    path: '/docs/guides/errors-and-outcomes',
    title: 'Errors and outcomes',
    text: 'What may be repeated, and what is known when nobody answers.',
  },
  {
    path: '/docs/scenarios',
    title: 'Scenario trips',
    text: 'A trip for each thing that can go wrong, to book in the sandbox.',
  },
  {
    path: '/docs/guides/going-live',
    title: 'Going live',
    text: 'What to have in place before the first customer.',
  },
  {
    path: '/docs/sdk',
    title: 'The SDK',
    text: 'A typed client of the whole API, with a fake of it for your tests.',
  },
];

const steps: readonly { readonly id: string; readonly title: string; readonly text: string }[] = [
  { id: 'search', title: 'Search', text: 'Trips between two places on a day, with prices.' },
  { id: 'getItinerary', title: 'Open', text: 'One trip with its form, and a token that lives 20 minutes.' },
  { id: 'quoteBooking', title: 'Quote', text: 'What it will cost, to the cent, before anything is booked.' },
  { id: 'createBooking', title: 'Reserve', text: 'Sent to the operator once, however often you ask.' },
  { id: 'confirmBooking', title: 'Confirm', text: 'The reservation becomes a booking.' },
  { id: 'getTicket', title: 'Ticket', text: 'Where your customer finds it.' },
];

const sample = `import { createClient } from '@partner-gateway/sdk';

const gateway = createClient({ baseUrl, clientId, apiKey });
const { itineraries } = await gateway.search({
  departures: ['VNHANMYD'],
  arrivals: ['VNSPASPT'],
  departure_date,
  pax: 2,
});`;

const cardHtml = ({ path, title, text }: Card): string =>
  `<li><a href="${path}"><strong>${escapeHtml(title)}</strong><span>${text}</span></a></li>`;

const stepHtml = ({ id, title, text }: (typeof steps)[number]): string => {
  const operation = operations.find(({ operationId }) => operationId === id);
  if (operation === undefined) throw new Error(`there is no operation ${id}`);
  return `<li><a href="${referencePath(operation)}">${escapeHtml(title)}</a> <span>${escapeHtml(text)}</span></li>`;
};

const listHtml = (entries: readonly MenuEntry[]): string =>
  `<ul>${entries.map(({ path, title }) => `<li><a href="${path}">${escapeHtml(title)}</a></li>`).join('\n')}</ul>`;

/** Makes the page. `guides` are in the order of need. */
export const homePage = (guides: readonly MenuEntry[]): Page => ({
  path: '/docs',
  title: 'Documentation',
  description: 'Search and book buses, trains, ferries and flights in South-East Asia through one API.',
  scripts: ['/docs/assets/old-links.js'],
  main: `<p class="kicker">12go Partner Gateway</p>
<h1>Sell a seat, once</h1>
<p class="lead">Search and book buses, trains, ferries and flights in South-East Asia. One contract in front of every operator: quotes to
the cent, writes that are sent once, and an answer to “what happened?” when a connection is lost.</p>
<p class="actions"><a class="button" href="/docs/guides/five-minutes">Book in five minutes</a> <a class="button quiet" href="/docs/reference">API reference</a></p>
<h2 id="funnel">The way of a booking</h2>
<ol class="funnel">
${steps.map(stepHtml).join('\n')}
</ol>
${codeBlock(sample, 'typescript')}
<h2 id="start">Where to begin</h2>
<ul class="cards">
${cards.map(cardHtml).join('\n')}
</ul>
<h2 id="guides">Guides, in the order of need</h2>
${listHtml(guides)}
<h2 id="machines">For programs</h2>
<ul>
<li><a href="/openapi.json">OpenAPI 3.1</a>: the whole API with examples</li>
<li><a href="/openapi-3.0.json">OpenAPI 3.0</a>: the same for <a href="/docs/guides/other-languages">generators of clients</a></li>
<li><a href="/llms.txt">llms.txt</a>: a table of contents for programs that write code</li>
</ul>`,
});
