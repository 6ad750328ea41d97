/** The site as it is while nothing was built: rendered from the repository when somebody first asks. */
import type { SiteFile, SiteFiles } from '../site-file.ts';
import { createShelf, type Kept, type Shelf } from './answer.ts';
import { tagOf } from './tag-of.ts';

const keep = async ({ type, policy, read }: SiteFile): Promise<Kept> => {
  const bytes = Buffer.from(await read());
  return { type, policy, tag: tagOf(bytes), read: async () => bytes };
};

/** Opens it. In a build `built.ts` stands in its place. */
export const openSite = (): Shelf => {
  const kept = new Map<string, Promise<Kept>>();
  let files: Promise<SiteFiles> | undefined;
  return createShelf(async (path) => {
    files ??= import('../render-site.ts').then(({ renderSite }) => renderSite());
    const file = (await files).get(path);
    if (file === undefined) return undefined;
    const found = kept.get(path) ?? keep(file);
    kept.set(path, found);
    return found;
  });
};
