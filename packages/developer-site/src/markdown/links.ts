/** Where the links of a document of the repository lead on the site. */

/** A link on the site, out of it, or to a file that only the repository has. */
export type Target =
  | { readonly kind: 'page'; readonly href: string }
  | { readonly kind: 'elsewhere'; readonly href: string }
  | { readonly kind: 'repository'; readonly file: string };

/** The path of the page that shows a file of the repository. */
export type PathOf = (file: string) => string | undefined;

/**
 * Resolves a link.
 *
 * @param href as it stands in the document
 * @param from the document's path in the repository
 * @example
 * ```ts
 * resolveLink('../errors.md#codes', 'docs/guides/seats.md', pathOf); // { kind: 'page', href: '/docs/errors#codes' }
 * ```
 */
export const resolveLink = (href: string, from: string, pathOf: PathOf): Target => {
  if (/^[a-z]+:/.test(href)) return { kind: 'elsewhere', href };
  if (href.startsWith('#') || href.startsWith('/')) return { kind: 'page', href };
  const { pathname, hash } = new URL(href, `file:///${from}`);
  const file = pathname.slice(1);
  const path = pathOf(file);
  return path === undefined ? { kind: 'repository', file } : { kind: 'page', href: `${path}${hash}` };
};
