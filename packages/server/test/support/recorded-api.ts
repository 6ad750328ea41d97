/** A gateway whose 12go is a recorder in front of the sandbox, so that a test sees and changes what passes. */
import type { EmbeddedOptions } from '../../embedded/start.ts';
import { type Api, startApi } from './api.ts';
import { type Recorder, startRecorder } from './recorder.ts';

/** The two, and the end of both. */
export type RecordedApi = { readonly api: Api; readonly twelveGo: Recorder; close(): Promise<void> };

/** Starts it on embedded defaults; until `twelveGo.answer` is told otherwise the sandbox answers. */
export const startRecordedApi = async (options: EmbeddedOptions = {}): Promise<RecordedApi> => {
  const twelveGo = await startRecorder();
  const api = await startApi({
    ...options,
    environment: { TWELVEGO_BASE_URL: twelveGo.url, ...options.environment },
  });
  twelveGo.forwardTo(api.sandboxUrl);
  return {
    api,
    twelveGo,
    async close() {
      await api.close();
      await twelveGo.close();
    },
  };
};
