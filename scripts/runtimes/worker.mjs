/** For workerd: a worker that is asked for the result. */
import { run } from './stranger.mjs';

export default {
  async fetch(request) {
    return Response.json(await run(JSON.parse(new URL(request.url).searchParams.get('options'))));
  },
};
