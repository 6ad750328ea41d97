/** The scenario trips of the sandbox: one for each thing that can go wrong, and how each is reached. */
import { errorCodes, problemPath } from '@partner-gateway/contract';
import { type ScenarioName, scenarios, type TimetableTrip, timetable, world } from '@partner-gateway/sandbox';
import { escapeHtml, htmlTable, inlineCode } from '../layout/html.ts';
import type { Page } from '../layout/page.ts';
import { codeBlock } from '../markdown/highlight.ts';
import { scenarioAnswers, type Told } from './scenario-answers.ts';

type Staged = { readonly trip: TimetableTrip; readonly scenario: ScenarioName };

const isScenario = (name: string | undefined): name is ScenarioName =>
  name !== undefined && Object.hasOwn(scenarios, name);

const staged: readonly Staged[] = timetable.flatMap((trip) =>
  isScenario(trip.scenario) ? [{ trip, scenario: trip.scenario }] : [],
);

const poiOf = (stationId: number): string => {
  const station = world.stations.find(({ id }) => id === stationId);
  const province = world.provinces.find(({ id }) => id === station?.provinceId);
  if (!province?.fujiPoiId) throw new Error(`there is no POI for station ${stationId}`);
  return province.fujiPoiId;
};

/** `TH…-2026-12-05-05:15`, with the date left open. */
const itineraryIdOf = ({ key, legs }: TimetableTrip): string => `${key}-YYYY-MM-DD-${legs[0].departs}`;

/** `409 price_changed` leads to the page of its error; what is no error stands as it is. */
const answerHtml = (answer: string): string => {
  const [status = '', name = ''] = answer.split(' ');
  const code = errorCodes.find((one) => one === name);
  const shown =
    code === undefined ? inlineCode(name) : `<a href="${problemPath(code)}"><code>${code}</code></a>`;
  return name === '' ? status : `${status} ${shown}`;
};

const toldHtml = ([call, ...answers]: Told): string => `${call}: ${answers.map(answerHtml).join(', then ')}`;

const answersOf = (scenario: ScenarioName): string =>
  scenarioAnswers[scenario].map(toldHtml).join('<br>') || 'Booked as any other trip.';

const rowOf = ({ trip, scenario }: Staged): string[] => [
  `<code id="${scenario}">${scenario}</code>`,
  answersOf(scenario),
  inlineCode(scenarios[scenario].meaning),
  `<code class="id">${escapeHtml(itineraryIdOf(trip))}</code>`,
];

/** Makes the page. */
export const scenariosPage = (): Page => {
  const [first] = staged;
  if (first === undefined) throw new Error('the sandbox stages no scenario');
  const [leg] = first.trip.legs;
  const search = `curl -H 'x-api-key: YOUR_API_KEY' \\
  'https://gateway.example/v1/acme/itineraries?departure_poi=${poiOf(leg.from)}&arrival_poi=${poiOf(leg.to)}&departure_date=YYYY-MM-DD&pax=1'`;
  return {
    path: '/docs/scenarios',
    title: 'Scenario trips',
    description: `A trip for each of ${staged.length} things that can go wrong at 12go, to book in the sandbox.`,
    headings: [
      { id: 'find', title: 'Find them', depth: 2 },
      { id: 'trips', title: 'The trips', depth: 2 },
      { id: 'name', title: 'Any trip, by a passenger’s name', depth: 2 },
    ],
    main: `<h1>Scenario trips</h1>
<p class="lead">The gateway that <code>npm start</code> starts has a sandbox of 12go behind it. From Sandbox City to Scenario Bay it sells
a trip for each of ${staged.length} things that can go wrong. Book one, and see what your shop does.</p>
<p>They are there where a sandbox is behind the gateway, and nowhere else: in production nobody sells them. To provoke every
<em>answer</em> of the API without any gateway, use <a href="/docs/guides/testing">the fake of the SDK</a>.</p>
<h2 id="find"><a class="anchor" href="#find">Find them</a></h2>
<p>They run every day, each at a time of its own, the last part of its id. A search lists most of them:</p>
${codeBlock(search, 'bash')}
<p>Open any of them by its id, with a date that is to come in place of <code>YYYY-MM-DD</code>.</p>
<h2 id="trips"><a class="anchor" href="#trips">The trips</a></h2>
<p>What you get is the first answer that is not as usual. <em>202, then …</em> is <a href="/docs/guides/pending-results">a result to poll</a>: what
happened at the supplier is known after seconds, and that nothing happened after two minutes. <em>pending</em> turns after ten minutes, as a
supplier’s answer does. A scenario that shows in searches alone has a trip that is booked as any other.</p>
${htmlTable('The trips', ['Scenario', 'What you get', 'What 12go does', 'Itinerary id'], staged.map(rowOf))}
<h2 id="name"><a class="anchor" href="#name">Any trip, by a passenger’s name</a></h2>
<p>The first name of a passenger stages a scenario on every trip of the sandbox: <code>Sandbox Price Moved</code> asks for
<code>price_moved</code>, <code>Sandbox Timeout After</code> for <code>timeout_after</code>.</p>`,
  };
};
