/** What routes say of themselves. */
import { partnerContract } from '@partner-gateway/contract';
import { expect, it } from 'vitest';

it('lets only reads be called a second time for comparison, and never the one that opens a cart', () => {
  const copyable = Object.values(partnerContract).filter(({ metadata }) => metadata.copyable);

  expect(copyable.map(({ method }) => method)).toStrictEqual(copyable.map(() => 'GET'));
  expect(copyable.map(({ metadata }) => metadata.endpoint)).toStrictEqual([
    'search',
    'booking_details',
    'ticket',
    'stations',
    'station_list',
    'operating_carriers',
    'operating_carrier_list',
    'pois',
    'poi_list',
  ]);
});
