/** What PHP and MariaDB do to one member of an answer, as data: each habit bends a value, or leaves it alone when it never meets such a one. */

/** What stands where a member was taken out. */
export const absent = Symbol('absent');
/** The habit never meets this value. */
export const unmet = Symbol('unmet');

/**
 * What a habit may cost. `nothing`: the value is still there, spelled in another way. `member`: the thing that holds the
 * member stays whole otherwise. `value`: the value is lost, and with it what the value decides about.
 */
export type Cost = 'nothing' | 'member' | 'value';

export type Habit = {
  readonly name: string;
  readonly costs: Cost;
  readonly bend: (value: unknown, name: string) => unknown;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const time = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/;

const habit =
  <Value>(meets: (value: unknown) => value is Value) =>
  (costs: Cost, bends: Readonly<Record<string, (value: Value, name: string) => unknown>>): readonly Habit[] =>
    Object.entries(bends).map(([name, bend]) => ({
      name,
      costs,
      bend: (value, member) => (meets(value) ? bend(value, member) : unmet),
    }));

const isAny = (_value: unknown): _value is unknown => true;
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isTime = (value: unknown): value is string => isText(value) && time.test(value);
const isPrice = (value: unknown): value is Record<string, unknown> => isObject(value) && 'fxcode' in value;

/** Names whose numbers are measures: more digits are another measure. */
const measures = /lat|lng|rating|weight|icon|logo/;
const exact =
  (bend: (value: number) => unknown) =>
  (value: number, name: string): unknown =>
    measures.test(name) ? unmet : bend(value);
/** Short names in brackets are a form's keys, and what is in `value` there is 12go's own. */
const holed = (list: readonly unknown[], first: number, step: number): unknown =>
  list.length === 0 ? unmet : Object.fromEntries(list.map((item, index) => [first + index * step, item]));

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);
const changed = (text: string, bent: string): unknown => (bent === text ? unmet : bent);

const spellings: readonly Habit[] = [
  ...habit(isNumber)('nothing', {
    'a number as text': exact(String),
    'a number in an exponent': exact((value) => value.toExponential()),
    'a number with the residue of a sum': exact((value) => value + Math.max(value, 1) * 4 * Number.EPSILON),
    'a number with the residue of a difference': exact(
      (value) => value - Math.max(value, 1) * 4 * Number.EPSILON,
    ),
    'a number in seventeen digits': exact((value) => value.toPrecision(17)),
    'a number as MariaDB pads a decimal': exact((value) => (isWhole(value) ? `${value}.00` : unmet)),
  }),
  ...habit((value): value is 0 => value === 0)('nothing', {
    'a zero with the residue of a sum': () => 4.263256414560601e-14,
    'a zero with the residue of a difference': () => -5.329070518200751e-15,
    'a zero below zero': () => '-0.00',
  }),
  ...habit(isBoolean)('nothing', {
    'a boolean as 0 and 1': Number,
    'a boolean as the text of 0 and 1': (value) => String(Number(value)),
    'a boolean as a word': String,
    'a boolean as a bit': (value) => String.fromCharCode(Number(value)),
  }),
  ...habit(isTime)('nothing', {
    'a time with a T': (value) => value.replace(' ', 'T'),
    'a time with microseconds': (value) => `${value}.000000`,
    'a time with an offset': (value) => `${value.replace(' ', 'T')}+07:00`,
    'a time with a T and a Z': (value) => `${value.replace(' ', 'T')}.000Z`,
    'a time as an object': (value) => ({
      date: `${value}.000000`,
      timezone_type: 3,
      timezone: 'Asia/Bangkok',
    }),
    'a time with dashes': (value) => value.replace(/[ :]/g, '-'),
  }),
  ...habit(isList)('nothing', {
    'a list with its first item filtered': (list) => holed(list, 1, 1),
    'a list with holes': (list) => holed(list, 0, 2),
    'a list as an object': (list) => holed(list, 0, 1),
  }),
];

const rewordings: readonly Habit[] = [
  ...habit(isText)('member', {
    'text escaped for HTML': (text) => changed(text, escaped(text)),
    'text escaped twice': (text) => changed(text, escaped(escaped(text))),
    'digits as a number': (text) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : unmet),
  }),
];

const losses: readonly Habit[] = [
  ...habit(isAny)('value', {
    'null for nothing': () => null,
    'false for nothing': () => false,
    'empty text for nothing': () => '',
    'a list for nothing': () => [],
    'an object for nothing': () => ({}),
    'a member left out': () => absent,
    'the word NULL': () => 'NULL',
    'zero for nothing': () => 0,
    'a notice for a value': () => '<b>Notice</b>: Undefined index',
  }),
  ...habit(isText)('value', {
    'a message as a list': (text) => [text],
    'a message as a list of objects': (text) => [{ message: text }],
  }),
  ...habit(isTime)('value', {
    'a zero date': () => '0000-00-00 00:00:00',
    'a zero day': () => '0000-00-00',
    'a zero date as PHP formats it': () => '-0001-11-30 00:00:00',
    'a time without a day': (value) => value.slice(11),
    'a time as a number': (value) => Date.parse(`${value.replace(' ', 'T')}Z`) / 1000,
  }),
  ...habit(isPrice)('value', {
    'a price of nothing': () => ({ value: '' }),
    'a price of null in no currency': () => ({ value: null, fxcode: null }),
    'a price as its amount': ({ value }) => value,
    'a price as a list': ({ value, fxcode }) => [value, fxcode],
    'a price with its currency in the amount': ({ value, fxcode }) => ({
      value: `${value} ${fxcode}`,
      fxcode,
    }),
  }),
  ...habit(isNumber)('value', {
    'a number below zero': (value) => -value - 1,
    'a number beyond all bounds': () => 1e18,
    'not a number': () => 'NAN',
    'a number with a thousand separator': (value) => `1,${value}`,
  }),
  ...habit(isObject)('value', {
    'an object as a list': (value) => Object.values(value),
  }),
];

export const habits: readonly Habit[] = [...spellings, ...rewordings, ...losses];

/** What happens to a whole answer on its way out of PHP; none of it costs anything. */
export const textHabits: Readonly<Record<string, (json: string) => string>> = {
  'as it is': (json) => json,
  'a byte order mark': (json) => `\uFEFF${json}`,
  'two byte order marks': (json) => `\uFEFF\uFEFF${json}`,
  'blank lines around': (json) => `\n\n${json}\n`,
  'a notice behind': (json) =>
    `${json}<br />\n<b>Notice</b>:  Undefined index: x in <b>/srv/a.php</b> on line <b>3</b><br />`,
  'a plain notice behind': (json) => `${json}\nPHP Notice:  Undefined index: x in /srv/a.php on line 3\n`,
  'a debug bar behind': (json) => `${json}\n<!-- 12 queries, {"ms": 7} -->`,
  'escaped slashes': (json) => json.replaceAll('/', '\\/'),
};
