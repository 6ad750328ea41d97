/** Which page is shown: the part of the address after `#`, which no server and no log gets to see. */
import type { Operator } from '@partner-gateway/contract';
import { useEffect, useState } from 'preact/hooks';

const pages = [
  { name: 'find', title: 'Find', program: 'gateway' },
  { name: 'outcomes', title: 'Open outcomes', program: 'gateway' },
  { name: 'state', title: 'State', program: 'gateway' },
  { name: 'clients', title: 'Clients', program: 'gateway' },
  { name: 'locks', title: 'Seat locks', program: 'gateway' },
  { name: 'webhooks', title: 'Webhooks', program: 'gateway' },
  { name: 'live', title: 'Live', program: 'gateway' },
  { name: 'rollout', title: 'Rollout', program: 'router' },
  { name: 'report', title: 'Report', program: 'router' },
  { name: 'runbooks', title: 'Runbooks', program: 'any' },
] as const;

/** One of them. */
export type Page = (typeof pages)[number];
export type PageName = Page['name'];

/** Those that a program has something to show on. */
export const pagesOf = (program: Operator['program']): readonly Page[] =>
  pages.filter((page) => page.program === program || page.program === 'any');

/** A page, and what it is about. */
export type Route = { readonly page: Page; readonly about: string | undefined };

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
const routeOf = (hash: string, program: Operator['program']): Route => {
  const [, name = '', about] = /^#?\/?([a-z]*)\/?(.*)$/.exec(hash) ?? [];
  const [first = pages[0], ...others] = pagesOf(program);
  const page = others.find((one) => one.name === name) ?? first;
  return { page, about: about === undefined || about === '' ? undefined : decoded(about) };
};

/** The address of a page. */
export const hashOf = (page: PageName, about?: string): string =>
  about === undefined ? `#/${page}` : `#/${page}/${encodeURIComponent(about)}`;

/** The page of the address at hand. */
export const useRoute = (program: Operator['program']): Route => {
  const [route, setRoute] = useState(() => routeOf(location.hash, program));
  useEffect(() => {
    const follow = () => setRoute(routeOf(location.hash, program));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [program]);
  return route;
};
