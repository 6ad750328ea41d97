/** The menu: the sections of the bar, and the pages by group. */

export type MenuEntry = { readonly path: string; readonly title: string };

export type MenuGroup = { readonly title: string; readonly entries: readonly MenuEntry[] };

/** What the bar at the top leads to. */
export const sections: readonly MenuEntry[] = [
  { path: '/docs/guides', title: 'Guides' },
  { path: '/docs/reference', title: 'Reference' },
  { path: '/docs/errors', title: 'Errors' },
  { path: '/docs/scenarios', title: 'Scenario trips' },
  { path: '/docs/changelog', title: 'Changelog' },
];

/** The section that a page belongs to, by its path; the page of an error belongs to the errors. */
export const currentOf = (path: string): string => {
  if (path.startsWith('/problems/')) return '/docs/errors';
  return sections.find((section) => path.startsWith(section.path))?.path ?? path;
};
