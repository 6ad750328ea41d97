/**
 * `npm run supply-chain`: what this is made of, and what is known against it. Writes reports/sbom.json (CycloneDX), refuses licences
 * that are not on the list of docs/supply-chain.md, and asks the registry for advisories. Exit code 1 for a licence or an advisory of
 * high severity; a registry that does not answer that question is said, and is no failure.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { install, pnpm } from './lib/pnpm.mjs';
import { root } from './lib/root.mjs';
import { say } from './lib/say.mjs';

/** The licences that the page allows: those between its two marks. */
const allowedLicences = () => {
  const page = readFileSync(`${root}/docs/supply-chain.md`, 'utf8');
  const [, list = ''] = page.split('<!-- licences -->');
  return [...list.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
};

/** @returns {Promise<string[]>} what is wrong */
const checkLicences = async () => {
  const { code, output } = await pnpm(['-r', 'licenses', 'list', '--json']);
  if (code !== 0) return ['pnpm licenses did not answer'];
  const allowed = allowedLicences();
  const found = Object.entries(JSON.parse(output.slice(output.indexOf('{'))));
  const packages = found.reduce((sum, [, those]) => sum + those.length, 0);
  say(`licences: ${found.length} kinds in ${packages} packages`);
  return found.flatMap(([licence, those]) =>
    allowed.includes(licence)
      ? []
      : those.map(
          ({ name }) => `${name} has the licence ${licence}, which docs/supply-chain.md does not list`,
        ),
  );
};

/** @returns {Promise<string[]>} what is wrong */
const checkAdvisories = async () => {
  const { code, output } = await pnpm(['audit', '--prod', '--audit-level', 'high']);
  const isSilent = /endpoint|ENOTFOUND|ECONNREFUSED|fetch failed/i.test(output);
  if (code !== 0 && isSilent) {
    say('advisories: NOT CHECKED, this registry does not answer the question');
    return [];
  }
  say(code === 0 ? 'advisories: none of high severity' : output);
  return code === 0 ? [] : ['there are advisories of high severity'];
};

await install();
mkdirSync(`${root}/reports`, { recursive: true });
const sbom = await pnpm([
  'sbom',
  '--sbom-format',
  'cyclonedx',
  '--lockfile-only',
  '--out',
  `${root}/reports/sbom.json`,
]);
const problems = [
  ...(sbom.code === 0 ? [] : [`the SBOM was not written: ${sbom.output}`]),
  ...(await checkLicences()),
  ...(await checkAdvisories()),
];
for (const problem of problems) say(problem);
if (sbom.code === 0) say('reports/sbom.json');
process.exit(problems.length === 0 ? 0 : 1);
