/** What every route definition needs: the ts-rest builder, the problem answer and the path parameters. */
import { initContract } from '@ts-rest/core';
import { z } from 'zod';
import { clientIdPattern } from '../paths.ts';
import { problemSchema } from '../schemas/problem.ts';

/** The contract builder. */
export const c: ReturnType<typeof initContract> = initContract();

const problemAnswer = c.otherResponse({ contentType: 'application/problem+json', body: problemSchema });

/** An error answer, as problem details. An interface keeps its name in declarations, where it stands three hundred times. */
export interface ProblemResponse extends Readonly<typeof problemAnswer> {}

const problemResponse: ProblemResponse = problemAnswer;

/** Problem answers for the given statuses. */
export const problems = <const Status extends number>(...statuses: Status[]) =>
  Object.fromEntries(statuses.map((status) => [status, problemResponse])) as Record<Status, ProblemResponse>;

const idText = (description: string) => z.string().min(1).max(2048).describe(description);

/** The client of a partner route. */
export const clientParams = z.object({
  client_id: z
    .string()
    .regex(clientIdPattern, 'is not a client id')
    .meta({ examples: ['acme'] }),
});

/** A booking of a client. */
export const bookingParams = clientParams.extend({
  booking_id: idText('`BK-{number}-{tag}`, or an older form.').meta({ examples: ['BK-8451207-7GQ2M'] }),
});

/** An itinerary of a client. */
export const itineraryParams = clientParams.extend({ itinerary_id: idText('From search, sealed or plain.') });

/** An incomplete result of a client. */
export const incompleteResultParams = clientParams.extend({
  incomplete_results_id: idText('From the `Location` header of a 202.'),
});

/** A JSON body that is passed through byte for byte; its schema documents it and is not applied. */
export const passThrough = (documentAs: z.ZodType) =>
  c.otherResponse({
    contentType: 'application/json; charset=utf-8',
    body: z.string().meta({ passThroughOf: documentAs }),
  });
