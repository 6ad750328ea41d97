/** The records of guarded writes as Redis spells them: their keys, what a begin is told, and the replies of the scripts. */
import type { BeginReply } from '../protocol/begin.ts';
import type { IdemRecord, OpRecord, Outcome, ProtocolTimes } from '../protocol/record.ts';
import type { BeginRequest, OpenOutcome, Subject, Unsettled } from '../protocol/store.ts';
import type { FinishReply, ReleaseReply, SettleReply, ToSendReply } from '../protocol/transitions.ts';
import type { ScriptReply } from './script.ts';

const encode = encodeURIComponent;

const toTag = (clientId: string): string => `{${encode(clientId)}}`;

/** The stream that tells of a client; scripts complete it to the keys beside it. */
export const toOutboxKey = (clientId: string, name = 'outbox'): string => `${name}:${toTag(clientId)}`;

type WriteKeys = readonly [epoch: string, op: string, idem: string, open: string, outbox: string];

/** The keys of every script; the second, the third and the last also serve as prefixes that scripts complete. */
export const toWriteKeys = (clientId: string, member = ''): WriteKeys => {
  const tag = toTag(clientId);
  const own = [`epoch:${tag}`, `op:${tag}:${member}`, `idempotency:${tag}:`, `op-open:${tag}`] as const;
  return [...own, toOutboxKey(clientId)];
};

/** What names an operation within its client, as it stands in the queue of open outcomes. */
export const toMember = ({ operation, subject }: Subject): string =>
  `${encode(operation)}:${encode(subject)}`;

const fromMember = (clientId: string, member: string): Subject => {
  const colon = member.indexOf(':');
  return {
    clientId,
    operation: decodeURIComponent(member.slice(0, colon)),
    subject: decodeURIComponent(member.slice(colon + 1)),
  };
};

/** From the fourth argument of a begin on. */
export const toBeginArgs = (
  input: BeginRequest,
  times: ProtocolTimes,
  member: string,
): (string | number)[] => [
  input.attemptId,
  input.recordKey,
  input.keyed ? 1 : 0,
  input.fingerprint,
  input.requestId,
  input.context,
  input.token === undefined ? 0 : 1,
  input.token?.memoryId ?? '',
  input.token?.issuedAtMs ?? 0,
  input.readSaysNo === true ? 1 : 0,
  times.leaseMs,
  times.settleMs,
  times.coverMarginMs,
  times.recordTtlMs,
  times.firstLookUpMs,
  member,
];

type Fields = Record<string, string>;

const text = (reply: ScriptReply, index: number): string => reply[index] ?? '';
const referenceOf = (value: string | undefined) =>
  value === undefined || value === '' ? {} : { reference: value };
const toOutcome = (value: string | undefined): Outcome =>
  value === 'executed' ? 'executed' : 'not_executed';

const unexpected = (reply: ScriptReply): never => {
  throw new Error(`a write script replied ${JSON.stringify(reply[0])}`);
};

export const toBeginReply = (reply: ScriptReply): BeginReply => {
  const kind = text(reply, 0);
  switch (kind) {
    case 'claimed': {
      const tookOver = text(reply, 2);
      return { kind, fence: Number(text(reply, 1)), ...(tookOver !== '' && { tookOver }) };
    }
    case 'replay': {
      const outcome = toOutcome(text(reply, 2));
      return {
        kind,
        answer: text(reply, 1),
        outcome,
        requestId: text(reply, 3),
        ...referenceOf(text(reply, 4)),
      };
    }
    case 'already_done':
      return { kind, ...referenceOf(text(reply, 1)) };
    case 'running':
      return { kind, sameRequest: text(reply, 1) === '1' };
    case 'unknown':
      return { kind, sameRequest: text(reply, 1) === '1', recordKey: text(reply, 2) };
    case 'unsettled':
      return {
        kind,
        waitMs: Number(text(reply, 1)),
        cause: text(reply, 2) === 'first' ? 'first' : 'lost',
      };
    case 'uncovered':
      return { kind, isNobodys: text(reply, 1) === '1' };
    case 'key_reused':
      return { kind, outcome: text(reply, 1) === 'unknown' ? 'unknown' : toOutcome(text(reply, 1)) };
    case 'read_first':
    case 'epoch_changed':
    case 'off_clock':
    case 'split':
      return { kind };
    default:
      return unexpected(reply);
  }
};

export const toToSendReply = (reply: ScriptReply): ToSendReply => {
  const kind = text(reply, 0);
  switch (kind) {
    case 'sending':
    case 'epoch_changed':
    case 'off_clock':
    case 'lost':
      return { kind };
    default:
      return unexpected(reply);
  }
};

export const toReleaseReply = (reply: ScriptReply): ReleaseReply =>
  text(reply, 0) === 'released' ? { kind: 'released' } : { kind: 'lost' };

export const toFinishReply = (reply: ScriptReply): FinishReply => {
  const kind = text(reply, 0);
  if (kind === 'superseded') return { kind, outcome: toOutcome(text(reply, 1)) };
  return kind === 'done' || kind === 'lost' ? { kind } : unexpected(reply);
};

export const toSettleReply = (reply: ScriptReply): SettleReply => {
  const kind = text(reply, 0);
  return kind === 'running' || kind === 'too_early' ? { kind } : toFinishReply(reply);
};

export const toOpRecord = (fields: Fields): OpRecord => ({
  state: fields.state as OpRecord['state'],
  owner: fields.owner ?? '',
  fence: Number(fields.fence),
  leaseUntilMs: Number(fields.leaseUntilMs),
  sentAtMs: Number(fields.sentAtMs),
  recordKey: fields.recordKey ?? '',
  fingerprint: fields.fingerprint ?? '',
  requestId: fields.requestId ?? '',
  context: fields.context ?? '',
  ...(fields.outcome !== undefined && { outcome: toOutcome(fields.outcome) }),
  ...(fields.decidedBy !== undefined && { decidedBy: fields.decidedBy === 'read' ? 'read' : 'answer' }),
  ...referenceOf(fields.reference),
});

export const toIdemRecord = (fields: Fields): IdemRecord => ({
  fingerprint: fields.fingerprint ?? '',
  requestId: fields.requestId ?? '',
  ...(fields.answer !== undefined && { answer: fields.answer, outcome: toOutcome(fields.outcome) }),
  ...referenceOf(fields.reference),
});

/** An open operation, and how often it was looked up. */
export const toOpen = (clientId: string, item: string): [Unsettled, tries: number] => {
  const fields = JSON.parse(item) as Record<string, string>;
  const subject = fromMember(clientId, fields.member ?? '');
  const open = { ageMs: Number(fields.ageMs), isLive: fields.isLive === '1' };
  return [{ ...subject, op: toOpRecord(fields), ...open }, Number(fields.tries)];
};

export const toDue = (clientId: string, item: string, readAtMs: number): OpenOutcome => {
  const [{ ageMs: _age, isLive: _live, ...open }, tries] = toOpen(clientId, item);
  return { ...open, tries, readAtMs };
};
