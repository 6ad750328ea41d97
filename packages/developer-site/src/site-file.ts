/** A file of the site: what a browser gets at one path. */

/** What a page may load and run: an asset nothing, a page its own style and scripts, the reference styles that its script writes as well. */
export type Policy = 'asset' | 'page' | 'reference';

export type SiteFile = {
  /** Its content type, with the charset. */
  readonly type: string;
  readonly policy: Policy;
  /** Makes it. */
  readonly read: () => Promise<string>;
};

/** Every file by its path, which begins with a slash and never ends in one. */
export type SiteFiles = ReadonlyMap<string, SiteFile>;

/** A file of HTML, rendered when it is read. */
export const pageFile = (render: () => string, policy: Policy = 'page'): SiteFile => ({
  type: 'text/html; charset=utf-8',
  policy,
  read: async () => render(),
});
