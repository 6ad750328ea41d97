/** What is moved from the old system to the gateway, in which order, and what moves together. */

/** The steps in their order. Whoever opens an itinerary ends the funnel where it began, so its endpoints are one step. */
export const steps = ['stations', 'search', 'funnel', 'post_booking'] as const;
export type Step = (typeof steps)[number];

const endpointsOf = {
  stations: ['stations', 'station_list', 'operating_carriers', 'operating_carrier_list', 'pois', 'poi_list'],
  search: ['search'],
  funnel: [
    'get_itinerary',
    'lock_seats',
    'unlock_seats',
    'create_booking',
    'confirm_booking',
    'incomplete_results',
  ],
  post_booking: ['booking_details', 'ticket', 'cancel_booking'],
} as const satisfies Record<Step, readonly string[]>;

/** An endpoint that is moved, by the contract's name of it. */
export type MovedEndpoint = (typeof endpointsOf)[Step][number];

/** Endpoints that the old system never had. */
export const newEndpoints: readonly string[] = ['list_events', 'quote_booking', 'test_webhook'];

const stepByEndpoint: ReadonlyMap<string, Step> = new Map(
  steps.flatMap((step) => endpointsOf[step].map((endpoint) => [endpoint, step] as const)),
);

/**
 * The step an endpoint moves with; undefined for one that is not moved.
 *
 * @example
 * ```ts
 * stepOf('create_booking'); // 'funnel'
 * ```
 */
export const stepOf = (endpoint: string): Step | undefined => stepByEndpoint.get(endpoint);

/** The endpoints of a step. */
export const endpointsOfStep = (step: Step): readonly MovedEndpoint[] => endpointsOf[step];

export const isStep = (name: string): name is Step => (steps as readonly string[]).includes(name);
