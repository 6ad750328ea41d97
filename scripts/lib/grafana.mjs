/** A board as Grafana imports it: panels two in a row, the data source and the place of the runbooks chosen at the top. */

/** @param {string} name */
const chosen = (name) => `$\{${name}}`;
const datasource = { type: 'prometheus', uid: chosen('datasource') };
const [width, height] = [12, 8];

/** @param {{ title: string, url?: string, tags?: readonly string[] }} to a page, or the boards with these tags */
const linkTo = ({ title, url = '', tags = [] }) => ({
  type: url === '' ? 'dashboards' : 'link',
  ...{ title, url, tags, icon: url === '' ? 'dashboard' : 'doc', tooltip: title },
  ...{ asDropdown: url === '', keepTime: url === '', includeVars: false, targetBlank: url !== '' },
});

/** @param {'client' | 'endpoint'} name */
const labelVariable = (name) => {
  const label = name === 'client' ? 'client_id' : 'endpoint';
  const query = `label_values(gateway_request_duration_count, ${label})`;
  return {
    name,
    label,
    type: 'query',
    datasource,
    query: { query, refId: `Variable-${name}` },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: { selected: true, text: ['All'], value: ['$__all'] },
  };
};

const common = [
  {
    name: 'datasource',
    label: 'Data source',
    type: 'datasource',
    query: 'prometheus',
    refresh: 1,
  },
  {
    name: 'runbooks',
    label: 'Runbooks at',
    type: 'textbox',
    query: 'docs/runbooks',
    current: { text: 'docs/runbooks', value: 'docs/runbooks' },
  },
];

const options = {
  timeseries: {
    legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
  stat: {
    colorMode: 'value',
    graphMode: 'area',
    reduceOptions: { calcs: ['lastNotNull'] },
    textMode: 'value_and_name',
  },
  bargauge: { displayMode: 'gradient', orientation: 'horizontal', reduceOptions: { calcs: ['lastNotNull'] } },
};

/** @param {import('./boards.mjs').Panel['names']} names */
const mappingsOf = (names = []) =>
  names.length === 0
    ? []
    : [
        {
          type: 'value',
          options: Object.fromEntries(names.map(([value, text, color]) => [value, { text, color }])),
        },
      ];

/** @param {import('./boards.mjs').Panel} panel @param {number} index */
const toPanel = ({ title, says, kind = 'timeseries', unit, asks, runbook, names }, index) => ({
  id: index + 1,
  type: kind,
  title,
  description: says,
  datasource,
  gridPos: { x: (index % 2) * width, y: Math.floor(index / 2) * height, w: width, h: height },
  fieldConfig: {
    defaults: {
      ...{ unit, min: 0, mappings: mappingsOf(names) },
      // More than the whole is a step that fails beside the one after it.
      ...(unit === 'percentunit' && { max: 1 }),
      ...(kind !== 'timeseries' && { decimals: 0 }),
    },
    overrides: [],
  },
  options: options[kind],
  ...(runbook !== undefined && {
    links: [linkTo({ title: 'Runbook', url: `${chosen('runbooks')}/${runbook}.md` })],
  }),
  targets: asks.map(([expr, legendFormat], at) => ({
    refId: String.fromCharCode(65 + at),
    datasource,
    expr,
    legendFormat,
    // What a bar shows is one number of the whole range.
    ...(kind === 'bargauge' ? { instant: true, range: false } : { range: true }),
  })),
});

/** @param {(typeof import('./boards.mjs').boards)[number]} board */
export const toGrafana = ({ file, title, says, variables, panels }) => ({
  uid: `gateway-${file}`,
  title: `Partner Gateway: ${title}`,
  description: says,
  tags: ['partner-gateway'],
  schemaVersion: 39,
  version: 1,
  editable: true,
  graphTooltip: 1,
  refresh: '30s',
  time: { from: 'now-3h', to: 'now' },
  timezone: 'utc',
  annotations: { list: [] },
  links: [
    linkTo({ title: 'Boards', tags: ['partner-gateway'] }),
    linkTo({ title: 'Runbooks', url: `${chosen('runbooks')}/README.md` }),
  ],
  templating: { list: [...common, ...variables.map(labelVariable)] },
  panels: panels.map(toPanel),
});
