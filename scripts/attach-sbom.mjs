/**
 * Attaches reports/sbom.json, which `npm run supply-chain` wrote, to the release that `RELEASE_TAG` names, by GitHub's `gh`. Exit code 1
 * when there is no such release or it is not ours to change.
 */
import { run } from './lib/run.mjs';
import { giveUp } from './lib/say.mjs';

const tag = process.env.RELEASE_TAG ?? giveUp('RELEASE_TAG names the release');
const { code } = await run('gh', ['release', 'upload', tag, 'reports/sbom.json', '--clobber'], {
  live: true,
});
process.exit(code === 0 ? 0 : 1);
