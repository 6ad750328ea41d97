/** The public surface: the site rendered from the repository, and written into a folder. */
export { scenarioAnswers, type Told } from './pages/scenario-answers.ts';
export { renderSite } from './render-site.ts';
export type { SiteFile, SiteFiles } from './site-file.ts';
export { writeSite } from './write-site.ts';
