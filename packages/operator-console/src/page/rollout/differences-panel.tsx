/** Where the answers of both sides differ: the fields, how often, and a few samples without a value of a person. */
import type { Report } from '@partner-gateway/rollout';
import type { FunctionComponent } from 'preact';
import { Table } from '../parts/table.tsx';

const shownMax = 40;

const fieldsOf = ({ matches }: Report): readonly (readonly [path: string, times: number])[] => {
  const times = new Map<string, number>();
  for (const { by_path: byPath } of matches)
    for (const [path, count] of Object.entries(byPath)) times.set(path, (times.get(path) ?? 0) + count);
  return [...times].sort(([, one], [, other]) => other - one).slice(0, shownMax);
};

const samplesOf = ({ matches }: Report) =>
  matches
    .flatMap(({ endpoint, client, samples }) =>
      samples.map(({ kind, path, row, old, new: fresh }) => [endpoint, client, kind, path, row, old, fresh]),
    )
    .slice(0, shownMax);

export const Differences: FunctionComponent<{ readonly report: Report }> = ({ report }) => {
  const [fields, samples] = [fieldsOf(report), samplesOf(report)];
  if (fields.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="differences">
      <h2 id="differences">Where answers differ</h2>
      <Table caption="Fields that differ" heads={['Kind and field', 'Times']} figures={[1]} rows={fields} />
      <h3>Samples</h3>
      <Table
        caption="Samples of differences"
        heads={['Endpoint', 'Client', 'Kind', 'Field', 'Which', 'Old', 'Gateway']}
        rows={samples}
      />
    </section>
  );
};
