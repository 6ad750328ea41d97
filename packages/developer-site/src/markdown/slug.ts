/** The names that headings are linked by, as the forge that shows the same files makes them. */

/** `What a 202 says` is `what-a-202-says`; letters, digits, hyphens and underscores stay. */
const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .trim()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

/** Makes each name once on a page: the second of a kind gets `-1`. */
export const createSlugs = (): ((text: string) => string) => {
  const used = new Map<string, number>();
  return (text) => {
    const slug = slugOf(text);
    const times = used.get(slug) ?? 0;
    used.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  };
};
