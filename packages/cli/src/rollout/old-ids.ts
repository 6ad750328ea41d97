/** Old booking ids from a table's export: every row checked, and the file that the gateway reads made of them. */
import { open, readFile, rename } from 'node:fs/promises';
import { oldBookingIdsSchema } from '@partner-gateway/tokens';
import { CommandFailure } from '../failure.ts';
import type { NumberedLine } from './recording-file.ts';

/** A row as the file has it. */
export type OldIdRow = { readonly id: string; readonly bid: string; readonly client: string };

/** What is wrong with a line. */
export type WrongRow = { readonly number: number; readonly problem: string };

/** What was read. */
export type ReadIds = {
  readonly rows: readonly OldIdRow[];
  readonly wrong: readonly WrongRow[];
  readonly repeated: number;
};

/** The file of `OLD_BOOKING_IDS_FILE`, as it is read. */
export type OldIdsFile = ReturnType<typeof oldBookingIdsSchema.parse>;

const names: Readonly<Record<keyof OldIdRow, readonly string[]>> = {
  id: ['id', 'old_id', 'booking_id'],
  bid: ['bid', '12go_booking_id', 'integration_booking_id'],
  client: ['client', 'client_id'],
};

const memberOf = (members: Readonly<Record<string, unknown>>, name: keyof OldIdRow): string => {
  const found = names[name].map((spelling) => members[spelling]).find((value) => value !== undefined);
  return typeof found === 'number' ? String(found) : typeof found === 'string' ? found.trim() : '';
};

const membersOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};

/** A cell may stand in double quotes; ids and clients have no comma. */
const cellsOf = (line: string): string[] =>
  line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));

const rowOf = (members: Readonly<Record<string, unknown>>): OldIdRow => ({
  id: memberOf(members, 'id'),
  bid: memberOf(members, 'bid'),
  client: memberOf(members, 'client'),
});

const problemOf = (row: OldIdRow, clients: ReadonlySet<string>): string | undefined => {
  const read = oldBookingIdsSchema.safeParse({ short: [row] });
  const [issue] = read.error?.issues ?? [];
  if (issue !== undefined) return `${String(issue.path.at(-1))} has another form than such an id`;
  return clients.has(row.client) ? undefined : `there is no client ${row.client}`;
};

/** Reads rows: JSON lines, or CSV whose first line names its columns. */
async function* rowsOf(
  lines: AsyncIterable<NumberedLine>,
): AsyncGenerator<{ number: number; row: OldIdRow }> {
  let header: readonly string[] | undefined;
  for await (const { number, text } of lines) {
    if (header === undefined && !text.trimStart().startsWith('{')) header = cellsOf(text);
    else if (text.trimStart().startsWith('{')) yield { number, row: rowOf(membersOf(text)) };
    else {
      const cells = cellsOf(text);
      const members = Object.fromEntries((header ?? []).map((name, index) => [name, cells[index]]));
      yield { number, row: rowOf(members) };
    }
  }
}

/** Reads and checks them; a row that is there already, word for word, is counted once. */
export const readOldIds = async (
  lines: AsyncIterable<NumberedLine>,
  { known, clients }: { readonly known: readonly OldIdRow[]; readonly clients: ReadonlySet<string> },
): Promise<ReadIds> => {
  const byId = new Map(known.map((row) => [row.id, row]));
  const wrong: WrongRow[] = [];
  let repeated = 0;
  for await (const { number, row } of rowsOf(lines)) {
    const other = byId.get(row.id);
    const problem = problemOf(row, clients);
    if (problem !== undefined) wrong.push({ number, problem });
    else if (other === undefined) byId.set(row.id, row);
    else if (other.bid === row.bid && other.client === row.client) repeated += 1;
    else wrong.push({ number, problem: `${row.id} stands for another booking already` });
  }
  return { rows: [...byId.values()], wrong, repeated };
};

/** The file that is there; undefined without one. @throws CommandFailure `usage` for one that cannot be used */
export const readOldIdsFile = async (path: string): Promise<OldIdsFile | undefined> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new CommandFailure('usage', `${path} cannot be read (${code})`);
  }
  const read = oldBookingIdsSchema.safeParse(membersOf(text));
  if (read.success) return read.data;
  throw new CommandFailure('usage', `${path} is no file of old booking ids, and is left as it is`);
};

const ownerOnly = 0o600;

/** Writes it whole or not at all. @throws CommandFailure `usage` */
export const writeOldIdsFile = async (path: string, content: OldIdsFile): Promise<void> => {
  const beside = `${path}.${process.pid}.new`;
  try {
    const file = await open(beside, 'w', ownerOnly);
    try {
      await file.writeFile(`${JSON.stringify(content)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    const { code = 'unwritable' } = error as NodeJS.ErrnoException;
    throw new CommandFailure('usage', `${path} cannot be written (${code})`);
  }
};
