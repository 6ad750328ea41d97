/** Which page is shown: the part of the address after `#`, which no server and no log gets to see. */
import { useEffect, useState } from 'preact/hooks';

export const pages = [
  { name: 'find', title: 'Find' },
  { name: 'outcomes', title: 'Open outcomes' },
  { name: 'state', title: 'State' },
  { name: 'clients', title: 'Clients' },
  { name: 'locks', title: 'Seat locks' },
  { name: 'webhooks', title: 'Webhooks' },
  { name: 'live', title: 'Live' },
] as const;

export type PageName = (typeof pages)[number]['name'];

/** A page, and what it is about. */
export type Route = { readonly page: PageName; readonly about: string | undefined };

/** What a page is told: what the address says that it is about. */
export type PageProps = Pick<Route, 'about'>;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Reads one; what is no page is the first. */
const routeOf = (hash: string): Route => {
  const [, name = '', about] = /^#?\/?([a-z]*)\/?(.*)$/.exec(hash) ?? [];
  const page = pages.find((one) => one.name === name)?.name ?? 'find';
  return { page, about: about === undefined || about === '' ? undefined : decoded(about) };
};

/** The address of a page. */
export const hashOf = (page: PageName, about?: string): string =>
  about === undefined ? `#/${page}` : `#/${page}/${encodeURIComponent(about)}`;

/** The page of the address at hand. */
export const useRoute = (): Route => {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const follow = () => setRoute(routeOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
};
