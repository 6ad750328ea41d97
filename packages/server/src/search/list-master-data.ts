/** Partner lists: the copy at hand, or "not modified". */
import { headerNames, namesTag } from '@partner-gateway/contract';
import type { TextAnswer } from '../answer.ts';
import type { Deps } from '../deps.ts';
import type { MasterDataRequest } from '../upstream/master-data.ts';

/** Answers a list endpoint with the service's own bytes; 304 when the caller has them already. */
export const listMasterData = async (
  { upstream: { masterData } }: Pick<Deps, 'upstream'>,
  request: MasterDataRequest,
  ifNoneMatch: string | undefined,
): Promise<TextAnswer> => {
  const { body, etag, maxAgeSeconds } = await masterData.read(request);
  // A CDN may keep the list, which is the same for everybody, but gives it to nobody who shows another key.
  const headers = { etag, 'cache-control': `public, max-age=${maxAgeSeconds}`, vary: headerNames.apiKey };
  if (namesTag(ifNoneMatch, etag)) return { status: 304, headers, text: '' };
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    text: body,
  };
};
