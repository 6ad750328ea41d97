/** Translates one golden case, `{ request, answers }`, the way the search flow does, with the example world around it. */
import { searchQuerySchema, searchSides } from '@partner-gateway/contract';
import { z } from 'zod';
import { idsFor, type MissingEntity } from '../../src/ids/ids.ts';
import { toSearchResponse } from '../../src/trips/itineraries.ts';
import { toPlacePairs } from '../../src/trips/search-places.ts';
import { exampleImages, exampleItineraryIds, exampleMap, exampleNow, examplePrice } from './example-world.ts';
import { readSearch } from './upstream-door.ts';

const caseSchema = z.strictObject({
  request: z.strictObject({
    pax: z.int().default(2),
    idSpace: z.enum(['fuji', 'native']).default('fuji'),
    idMode: z.enum(['plain', 'sealed']).default('plain'),
    departurePoi: z.string().optional(),
    departures: z.array(z.string()).optional(),
    arrivals: z.array(z.string()).optional(),
    charter: z.enum(['Van', 'drop']).default('Van'),
    currency: z.string().optional(),
    images: z.boolean().default(false),
  }),
  answers: z.array(z.unknown()),
});
type GoldenRequest = z.output<typeof caseSchema>['request'];

const date = '2026-11-14';

const toQuery = ({ pax, idSpace, departurePoi, departures, arrivals }: GoldenRequest) => {
  const [bangkok, kohChang] = idSpace === 'native' ? ['1', '118'] : ['THBKK', 'THKCG'];
  return searchQuerySchema.parse({
    departure_date: date,
    pax: String(pax),
    ...(departures === undefined ? { departure_poi: departurePoi ?? bangkok } : { departures }),
    ...(arrivals === undefined ? { arrival_poi: kohChang } : { arrivals }),
  });
};

/** The partner's body, and everything that was counted on the way. */
export const translateGolden = async (text: string) => {
  const { request, answers } = caseSchema.parse(JSON.parse(text));
  const missing: Partial<Record<MissingEntity, number>> = {};
  const ids = idsFor(exampleMap, request.idSpace, {
    preferredStations: [...(request.departures ?? []), ...(request.arrivals ?? [])],
    onMissing: (entity) => {
      missing[entity] = (missing[entity] ?? 0) + 1;
    },
  });
  const plan = toPlacePairs(searchSides(toQuery(request)), ids, {
    placeMode: 'province',
    crossProduct: false,
  });
  if ('problem' in plan) throw new Error(plan.problem);
  const { response, dropped, unknown } = toSearchResponse({
    results: await Promise.all(answers.map((answer) => readSearch(JSON.stringify(answer)))),
    date,
    pax: request.pax,
    nowLocal: exampleNow,
    ids,
    accepts: plan.accepts,
    price: examplePrice(request.currency),
    itineraryIds: (origins) => exampleItineraryIds.issueAll(request.idMode, 'acme', origins),
    charter: request.charter,
    ...(request.images && { images: exampleImages }),
  });
  return { response, dropped: Object.fromEntries(dropped), unknown, missing };
};
