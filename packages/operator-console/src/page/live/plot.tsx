/** Lines over time, with the same figures as a table beside them. */
import type { FunctionComponent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { Table } from '../parts/table.tsx';

/** One line. */
export type Line = {
  readonly label: string;
  /** null where there is none. */
  readonly values: readonly (number | null)[];
  /** The name of a colour of the style sheet, such as `--ok`. */
  readonly colour: string;
  /** Gaps of the line, so that it is told apart without its colour. */
  readonly dash?: readonly number[];
};

type Props = {
  readonly title: string;
  readonly unit: string;
  /** Unix time in seconds, one for each value. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
};

const heightPx = 170;

const colourOf = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** What the browser makes of a colour, which a canvas takes where it does not take `light-dark()`. */
const drawn = (place: HTMLElement, name: string): string => {
  place.style.color = `var(${name})`;
  const { color } = getComputedStyle(place);
  place.style.color = '';
  return color === '' ? colourOf(name) : color;
};

const optionsOf = (Uplot: typeof uPlot, place: HTMLElement, lines: readonly Line[]): uPlot.Options => {
  const [text, grid] = [drawn(place, '--muted'), drawn(place, '--line')];
  const axis: uPlot.Axis = {
    stroke: text,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1 },
  };
  return {
    width: Math.max(200, place.clientWidth),
    height: heightPx,
    legend: { show: false },
    cursor: { show: false },
    axes: [
      { ...axis, values: '{HH}:{mm}:{ss}', space: 80 },
      { ...axis, size: 60 },
    ],
    tzDate: (seconds) => Uplot.tzDate(new Date(seconds * 1_000), 'Etc/UTC'),
    scales: {
      // A minute at least, so that the first figures are no lone point in an empty hour.
      x: { range: (_plot, from, to) => [from, Math.max(to, from + 60)] },
      y: { range: (_plot, _least, most) => [0, Math.max(1, most * 1.1)] },
    },
    series: [
      {},
      ...lines.map(({ label, colour, dash }) => ({
        label,
        stroke: drawn(place, colour),
        width: 2,
        spanGaps: false,
        points: { show: true, size: 3 },
        ...(dash !== undefined && { dash: [...dash] }),
      })),
    ],
  };
};

const dataOf = ({ times, lines }: Pick<Props, 'times' | 'lines'>): uPlot.AlignedData => [
  [...times],
  ...lines.map(({ values }) => [...values]),
];

/** Whether the browser shows dark colours, which a canvas has to be told of. */
const useDarkness = (): boolean => {
  const [query] = useState(() => matchMedia('(prefers-color-scheme: dark)'));
  const [isDark, setDark] = useState(query.matches);
  useEffect(() => {
    const follow = () => setDark(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, [query]);
  return isDark;
};

const figure = (value: number | null | undefined): string => {
  if (value == null) return '–';
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toFixed(2)));
};

const rowOf = ({ label, values }: Line) => {
  const known = values.filter((value) => value !== null);
  return [label, figure(values.at(-1)), known.length === 0 ? '–' : figure(Math.max(...known))];
};

export const Plot: FunctionComponent<Props> = ({ title, unit, times, lines }) => {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const isDark = useDarkness();
  const labels = lines.map(({ label }) => label).join();

  // Made anew for other lines and other colours; figures follow below.
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let isGone = false;
    const resized = new ResizeObserver(() =>
      plot.current?.setSize({ width: Math.max(200, element.clientWidth), height: heightPx }),
    );
    // Only who looks at live figures loads what draws them.
    void import('uplot').then(({ default: Uplot }) => {
      if (isGone) return;
      plot.current = new Uplot(optionsOf(Uplot, element, lines), dataOf({ times, lines }), element);
      resized.observe(element);
    });
    return () => {
      isGone = true;
      resized.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [isDark, labels]);

  useEffect(() => plot.current?.setData(dataOf({ times, lines })), [times, lines]);

  return (
    <section class="panel plot" aria-label={title}>
      <h2>
        {title} <span class="muted small">{unit}</span>
      </h2>
      <div
        ref={place}
        class="drawing"
        role="img"
        aria-label={`${title} over time; the table below has its figures`}
      />
      <Table
        caption={`${title}, ${unit}`}
        heads={['Line', 'Now', 'Most']}
        figures={[1, 2]}
        rows={lines.map(rowOf)}
      />
    </section>
  );
};
