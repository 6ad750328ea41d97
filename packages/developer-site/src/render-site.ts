/** The whole site, made of the repository: its documents, its tables, its assets. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { errorCodes, problemPath } from '@partner-gateway/contract';
import {
  type Document,
  entryOf,
  exampleNames,
  exampleOf,
  furtherReading,
  guideList,
  guidesOf,
  pathsOf,
  programFiles,
} from './documents.ts';
import type { MenuEntry, MenuGroup } from './layout/menu.ts';
import { type Page, renderFilled, renderPage } from './layout/page.ts';
import type { PathOf } from './markdown/links.ts';
import { changelogPage } from './pages/changelog.ts';
import { documentPage, programPage } from './pages/document.ts';
import { errorsPage } from './pages/errors.ts';
import { homePage } from './pages/home.ts';
import { operationsWith } from './pages/operations.ts';
import { problemPage } from './pages/problem.ts';
import { readScalar, referencePage } from './pages/reference.ts';
import { scenariosPage } from './pages/scenarios.ts';
import { pageFile, type SiteFile, type SiteFiles } from './site-file.ts';

const repository = new URL('../../../', import.meta.url);
const assets = new URL('../assets/', import.meta.url);

const read = (file: string): string => readFileSync(new URL(file, repository), 'utf8');

const assetTypes = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
} as const;

const isAsset = (ending: string): ending is keyof typeof assetTypes => Object.hasOwn(assetTypes, ending);

const assetFiles = (): [string, SiteFile][] =>
  readdirSync(assets).flatMap((name): [string, SiteFile][] => {
    const ending = name.split('.').at(-1) ?? '';
    if (!isAsset(ending)) return [];
    const text = async () => readFileSync(new URL(name, assets), 'utf8');
    return [[`/docs/assets/${name}`, { type: assetTypes[ending], policy: 'asset', read: text }]];
  });

const sourcesOf = (example: string) =>
  readdirSync(new URL(`examples/${example}/src/`, repository)).map((name) => ({
    name: `src/${name}`,
    text: read(`examples/${example}/src/${name}`),
  }));

const changesets = () =>
  readdirSync(new URL('.changeset/', repository))
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => ({ name: name.replace(/\.md$/, ''), text: read(`.changeset/${name}`) }));

const releasedChanges = (): string => {
  const file = 'packages/sdk/CHANGELOG.md';
  return existsSync(new URL(file, repository)) ? read(file) : '';
};

/** A page that is made when somebody asks for it, with what the menu calls it. */
type Planned = { readonly entry: MenuEntry; readonly toPage: () => Page };

const plan = (document: Document, toPage: (document: Document, text: string) => Page): Planned => {
  const text = read(document.file);
  return { entry: entryOf(document, text), toPage: () => toPage(document, text) };
};

type Documents = Readonly<Record<'guides' | 'further' | 'examples' | 'programs', readonly Planned[]>>;

const planDocuments = (guides: readonly Document[], pathOf: PathOf): Documents => {
  const plain = (document: Document) => plan(document, (it, text) => documentPage(it, { text }, pathOf));
  const example = (name: string) =>
    plan(exampleOf(name), (it, text) => documentPage(it, { text, files: sourcesOf(name) }, pathOf));
  return {
    guides: [guideList, ...guides].map(plain),
    further: furtherReading.map(plain),
    examples: exampleNames.map(example),
    programs: programFiles.map((document) => plan(document, programPage)),
  };
};

const lookUp = {
  reference: { path: '/docs/reference', title: 'API reference' },
  errors: { path: '/docs/errors', title: 'Errors' },
  scenarios: { path: '/docs/scenarios', title: 'Scenario trips' },
  changelog: { path: '/docs/changelog', title: 'Changelog' },
} as const;

const menuOf = ({ guides, further, examples, programs }: Documents): MenuGroup[] => {
  const { reference, errors, scenarios, changelog } = lookUp;
  const entries = (planned: readonly Planned[]) => planned.map(({ entry }) => entry);
  return [
    { title: 'Guides', entries: entries(guides) },
    { title: 'Look up', entries: [reference, errors, ...entries(further), scenarios, changelog] },
    { title: 'Examples', entries: entries(examples) },
    { title: 'Programs in other languages', entries: entries(programs) },
  ];
};

type Toc = { readonly documents: Documents; readonly pathOf: PathOf };

/** Every page by its path, but the reference. */
const planPages = ({ documents, pathOf }: Toc): [path: string, toPage: () => Page][] => [
  ['/docs', () => homePage(documents.guides.slice(1).map(({ entry }) => entry))],
  ...Object.values(documents).flatMap((planned) =>
    planned.map(({ entry, toPage }): [string, () => Page] => [entry.path, toPage]),
  ),
  [lookUp.errors.path, () => errorsPage(read('docs/errors.md'), pathOf)],
  ...errorCodes.map((code): [string, () => Page] => [
    problemPath(code),
    () => problemPage(code, operationsWith(code)),
  ]),
  [lookUp.scenarios.path, scenariosPage],
  [lookUp.changelog.path, () => changelogPage(changesets(), releasedChanges())],
];

/** Plans every page and asset. Nothing of it depends on where the gateway runs, or for whom. */
export const renderSite = (): SiteFiles => {
  const guides = guidesOf(read(guideList.file));
  const pathOf = pathsOf([
    guideList,
    ...guides,
    ...furtherReading,
    ...exampleNames.map(exampleOf),
    ...programFiles,
  ]);
  const documents = planDocuments(guides, pathOf);
  const menu = menuOf(documents);
  return new Map<string, SiteFile>([
    ...planPages({ documents, pathOf }).map(([path, toPage]): [string, SiteFile] => [
      path,
      pageFile(() => renderPage(toPage(), menu)),
    ]),
    [lookUp.reference.path, pageFile(() => renderFilled(referencePage), 'reference')],
    ['/docs/assets/scalar.js', { type: assetTypes.js, policy: 'asset', read: readScalar }],
    ...assetFiles(),
  ]);
};
