/** What a consumer's compiler sees: bodies by status, and errors by code. */
import { type ErrorCode, errorTable, partnerContract, type SearchResponse } from '@partner-gateway/contract';
import { initClient } from '@ts-rest/core';

const gateway = initClient(partnerContract, {
  baseUrl: 'https://gateway.example',
  baseHeaders: { 'x-api-key': 'k' },
});

export const search = async (): Promise<SearchResponse | ErrorCode> => {
  const found = await gateway.search({
    params: { client_id: 'acme' },
    query: { departure_poi: 'THBKK', arrival_poi: 'THCNX', departure_date: '2030-01-01', pax: '2' },
  });
  if (found.status === 200 || found.status === 206) return found.body;
  return 'internal_error' in errorTable ? 'internal_error' : 'route_not_found';
};
