/** Who answers what, and how the routers are. */
import type { Flags, Rollout, Rule } from '@partner-gateway/rollout';
import type { FunctionComponent } from 'preact';
import { routerPaths } from '../ops/paths.ts';
import { usePolled } from '../ops/polled.ts';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Table } from '../parts/table.tsx';
import { Told } from '../parts/told.tsx';
import { type Tone, Verdict } from '../parts/verdict.tsx';
import { plain } from '../parts/wording.ts';
import type { PageProps } from '../routing.ts';

const everyMs = 5_000;

const modes: Readonly<Record<Rule['mode'], string>> = {
  legacy: 'the old system',
  shadow: 'the old system, with copies to the gateway',
  percent: 'both, each a share',
  gateway: 'the gateway',
};

const percent = (share: number | undefined): string => (share === undefined ? '' : `${share} %`);

const Rules: FunctionComponent<{ readonly rollout: Rollout }> = ({ rollout }) =>
  rollout.rules.length === 0 ? (
    <p>There is no rule: the old system answers everything.</p>
  ) : (
    <Table
      caption="Rules"
      heads={['Endpoint', 'Client', 'Who answers', 'Share of the gateway', 'Copied', 'Since']}
      figures={[3, 4]}
      rows={rollout.rules.map((rule) => [
        plain(rule.endpoint),
        rule.client === '*' ? 'all' : rule.client,
        modes[rule.mode],
        percent(rule.percent),
        percent(rule.copy_percent),
        rule.since ?? '',
      ])}
    />
  );

type File = Flags['file'];

const toneOfFile: Readonly<Record<string, Tone>> = {
  in_effect: 'good',
  behind: 'warn',
  refused: 'bad',
  missing: 'bad',
};

const fileFact = (file: File): Fact => [
  'Its file',
  file === null ? (
    'none'
  ) : (
    <>
      <Verdict tone={toneOfFile[file.status] ?? 'warn'}>{plain(file.status)}</Verdict> {file.detail}
    </>
  ),
];

const circuitFact = (name: string, state: string): Fact => [
  name,
  <Verdict key={name} tone={state === 'closed' ? 'good' : 'bad'}>
    {plain(state)}
  </Verdict>,
];

const Peers: FunctionComponent<Pick<Flags, 'peers' | 'rollout'>> = ({ peers, rollout }) =>
  peers.length === 0 ? (
    <p>It knows of no other router.</p>
  ) : (
    <Table
      caption="Other routers"
      heads={['Router', 'Revision']}
      rows={peers.map(({ url, revision }) => [
        url,
        <Verdict key="revision" tone={revision === rollout.revision ? 'good' : 'bad'}>
          {revision === null ? 'does not answer' : String(revision)}
        </Verdict>,
      ])}
    />
  );

export const RolloutPage: FunctionComponent<PageProps> = () => {
  const polled = usePolled<Flags>({ path: routerPaths.flags, everyMs });
  return (
    <Told polled={polled}>
      {({ instance, rollout, peers, file, circuits }) => (
        <>
          <p>
            Revision {rollout.revision}, by {rollout.changed_by} at {rollout.changed_at}: {rollout.reason}.
            Notifications of 12go go to: {plain(rollout.notifications)}.
          </p>
          <section class="panel" aria-labelledby="rules">
            <h2 id="rules">Who answers what</h2>
            <Rules rollout={rollout} />
            <p class="muted small">
              It is changed with <code>partner-cli rollout set</code>, which asks every router.
            </p>
          </section>
          <section class="panel" aria-labelledby="routers">
            <h2 id="routers">Routers</h2>
            <Facts
              facts={[
                ['This one', instance],
                fileFact(file),
                circuitFact('Circuit to the gateway', circuits.gateway),
                circuitFact('Circuit of copies', circuits.copies),
              ]}
            />
            <Peers peers={peers} rollout={rollout} />
          </section>
        </>
      )}
    </Told>
  );
};
