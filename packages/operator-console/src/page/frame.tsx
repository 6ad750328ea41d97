/** What stands around every page: where one is, who one is, and where one can go. */
import type { FunctionComponent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { LivePage } from './live/live-page.tsx';
import { useSession } from './ops/session-context.ts';
import { OutcomesPage } from './outcomes/outcomes-page.tsx';
import { ReportPage } from './rollout/report-page.tsx';
import { RolloutPage } from './rollout/rollout-page.tsx';
import { hashOf, type PageName, type PageProps, pagesOf, useRoute } from './routing.ts';
import { RunbookPage } from './runbooks/runbook-page.tsx';
import { ClientsPage } from './state/clients-page.tsx';
import { LocksPage } from './state/locks-page.tsx';
import { StatePage } from './state/state-page.tsx';
import { FindPage } from './story/find-page.tsx';
import { WebhooksPage } from './webhooks/webhooks-page.tsx';

const components: Readonly<Record<PageName, FunctionComponent<PageProps>>> = {
  find: FindPage,
  outcomes: OutcomesPage,
  state: StatePage,
  clients: ClientsPage,
  locks: LocksPage,
  webhooks: WebhooksPage,
  live: LivePage,
  rollout: RolloutPage,
  report: ReportPage,
  runbooks: RunbookPage,
};

type Props = { readonly onSignOut: () => void };

export const Frame: FunctionComponent<Props> = ({ onSignOut }) => {
  const { operator, environment } = useSession();
  const { page, about } = useRoute(operator.program);
  const Page = components[page.name];
  const { title } = page;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${environment}`;
    // Whoever listens instead of looking hears where the link led.
    heading.current?.focus();
  }, [title, environment]);
  return (
    <>
      <button type="button" class="skip" onClick={() => heading.current?.focus()}>
        Skip to the page
      </button>
      <header class="top">
        <p class="place">
          <strong>{environment}</strong>
          <span class="muted">
            {operator.program} {operator.version}, answered by {operator.instance}
          </span>
        </p>
        <p class="who">
          <span>
            {operator.name} <span class={`tag scope-${operator.scope}`}>{operator.scope}</span>
          </span>
          <button type="button" onClick={onSignOut}>
            Sign out
          </button>
        </p>
        <nav aria-label="Pages">
          <ul>
            {pagesOf(operator.program).map(({ name, title: label }) => (
              <li key={name}>
                <a class="to" href={hashOf(name)} aria-current={name === page.name ? 'page' : undefined}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <Page about={about} />
      </main>
    </>
  );
};
