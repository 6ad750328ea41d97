/** The frame that every page stands in: its head, the bar at the top, the menu, and what the page itself says. */
import { escapeHtml } from './html.ts';
import { currentOf, type MenuGroup, sections } from './menu.ts';

/** A heading that the page can be entered at. `title` is HTML. */
export type Heading = { readonly id: string; readonly title: string; readonly depth: number };

/** What a page says of itself. `main` is HTML. */
export type Page = {
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly main: string;
  readonly headings?: readonly Heading[];
  /** Paths of the scripts it runs. Default: none. */
  readonly scripts?: readonly string[];
};

const siteName = '12go Partner Gateway';

const linkTo = (path: string, title: string, current: string): string =>
  `<a href="${path}"${path === current ? ' aria-current="page"' : ''}>${escapeHtml(title)}</a>`;

/** What shows code has a button to copy it. */
const scriptsOf = ({ main, scripts = [] }: Page): readonly string[] =>
  main.includes('<div class="code">') ? [...scripts, '/docs/assets/copy.js'] : scripts;

const head = (page: Page): string => {
  const { path, title, description } = page;
  return [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(path === '/docs' ? `${siteName}: documentation` : `${title} · ${siteName}`)}</title>`,
    `<meta name="description" content="${escapeHtml(description)}">`,
    '<link rel="icon" href="/docs/assets/icon.svg" type="image/svg+xml">',
    '<link rel="stylesheet" href="/docs/assets/site.css">',
    ...scriptsOf(page).map((script) => `<script type="module" src="${script}"></script>`),
  ].join('\n');
};

const brand =
  '<a class="brand" href="/docs"><img src="/docs/assets/icon.svg" alt="" width="24" height="24"><span>Partner Gateway</span></a>';

const sectionLinks = (current: string): string =>
  `<div class="sections">${sections.map(({ path, title }) => linkTo(path, title, current)).join('')}</div>`;

const skipLink = '<a class="skip" href="#main">Skip to the content</a>';

const bar = (current: string): string => `${skipLink}
<header class="bar">
${brand}
<nav aria-label="Sections">${sectionLinks(current)}</nav>
<button class="menu-button" type="button" popovertarget="menu">Menu</button>
</header>`;

/** Of a page whose script brings a header of its own. */
const plainBar = (current: string): string => `${skipLink}
<nav class="bar" aria-label="Sections">
${brand}
${sectionLinks(current)}
</nav>`;

const menuOf = (
  groups: readonly MenuGroup[],
  path: string,
): string => `<nav id="menu" class="menu" aria-label="Pages" popover>
${groups
  .map(({ title, entries }) => {
    const items = entries.map((entry) => `<li>${linkTo(entry.path, entry.title, path)}</li>`).join('\n');
    return `<h2>${escapeHtml(title)}</h2>\n<ul>\n${items}\n</ul>`;
  })
  .join('\n')}
</nav>`;

const contentsOf = (headings: readonly Heading[]): string => {
  const shown = headings.filter(({ depth }) => depth === 2 || depth === 3);
  if (shown.filter(({ depth }) => depth === 2).length < 2) return '';
  const items = shown.map(
    ({ id, title, depth }) => `<li class="depth-${depth}"><a href="#${id}">${title}</a></li>`,
  );
  return `<aside class="contents"><nav aria-labelledby="on-this-page"><h2 id="on-this-page">On this page</h2><ul>${items.join('')}</ul></nav></aside>`;
};

/** Before and after a page, in the order of the menu. */
const neighbours = (groups: readonly MenuGroup[], path: string): string => {
  const entries = groups.find((group) => group.entries.some((entry) => entry.path === path))?.entries ?? [];
  const at = entries.findIndex((entry) => entry.path === path);
  const link = (index: number, rel: 'prev' | 'next', word: string): string => {
    const entry = entries[index];
    if (entry === undefined) return '';
    return `<a class="${rel}" rel="${rel}" href="${entry.path}"><small>${word}</small>${escapeHtml(entry.title)}</a>`;
  };
  if (entries.length < 2) return '';
  return `<nav class="neighbours" aria-label="Before and after">${link(at - 1, 'prev', 'Before')}${link(at + 1, 'next', 'Next')}</nav>`;
};

/** Puts a page into its frame. */
export const renderPage = (page: Page, groups: readonly MenuGroup[]): string => `<!doctype html>
<html lang="en">
<head>
${head(page)}
</head>
<body>
${bar(currentOf(page.path))}
<div class="columns">
${menuOf(groups, page.path)}
<main id="main" tabindex="-1">
<article>
${page.main}
</article>
${neighbours(groups, page.path)}
</main>
${contentsOf(page.headings ?? [])}
</div>
</body>
</html>
`;

/** The frame of a page that a script fills: the bar alone, and the place for it. */
export const renderFilled = (page: Page): string => `<!doctype html>
<html lang="en">
<head>
${head(page)}
</head>
<body class="filled">
${plainBar(currentOf(page.path))}
<div id="main" tabindex="-1">
${page.main}
</div>
</body>
</html>
`;
