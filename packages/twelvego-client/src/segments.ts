/** The legs of a trip and the pauses between them, and the tolerant reader of both. */
import { isRecord, readBoolean, readMinutes, readText, readTexts } from './reading/leaves.ts';
import { counted, type DropTally, must, nullOr } from './reading/reading-rule.ts';
import {
  type ClassId,
  type LocalDateTime,
  type OperatorId,
  readClassId,
  readLocalDateTime,
  readOperatorId,
  readStationId,
  readTripKey,
  type TripKey,
  type TwelveGoStationId,
} from './reading/scalars.ts';

/**
 * A leg (`route`) or the pause between two legs (`wait`). Waits carry class and operator `0`. `duration` is in minutes.
 * A time that 12go leaves out is null; the options of the trip may still tell it.
 */
export type Segment = {
  readonly type: 'route' | 'wait';
  readonly trip_id: TripKey | null;
  readonly official_id: string | null;
  readonly vehclasses: readonly string[];
  readonly connection_guaranteed: boolean;
  readonly from: TwelveGoStationId;
  readonly to: TwelveGoStationId;
  readonly duration: number;
  readonly dep_time: LocalDateTime | null;
  readonly arr_time: LocalDateTime | null;
  readonly class: ClassId;
  readonly operator: OperatorId;
};

const [noClass, noOperator] = [0 as ClassId, 0 as OperatorId];

type Raw = Readonly<Record<string, unknown>>;

/** Nothing hangs on a wait, so one that cannot be read is left out and counted; a leg decides about its trip. */
export const readSegment = (value: unknown, tripId: TripKey, tally: DropTally): Segment | undefined => {
  const raw = must(isRecord(value) ? value : undefined, 'segments');
  if (raw.type === 'wait')
    return counted(raw, (wait) => toSegment(wait, 'wait', tripId), { level: 'wait', tally });
  return toSegment(raw, must(raw.type === 'route' ? raw.type : undefined, 'segments.type'), tripId);
};

const toSegment = (raw: Raw, type: Segment['type'], tripId: TripKey): Segment => {
  const operator = readOperatorId(raw.operator) ?? (type === 'wait' ? noOperator : undefined);
  return {
    type,
    // Most keys of a trip repeat its own.
    trip_id: raw.trip_id === tripId ? tripId : (readTripKey(raw.trip_id) ?? null),
    official_id: readText(raw.official_id) ?? null,
    vehclasses: readTexts(raw.vehclasses),
    connection_guaranteed: readBoolean(raw.connection_guaranteed) ?? false,
    from: must(readStationId(raw.from), 'segments.from'),
    to: must(readStationId(raw.to), 'segments.to'),
    duration: must(readMinutes(raw.duration), 'segments.duration'),
    dep_time: nullOr(raw.dep_time, readLocalDateTime, 'segments.dep_time'),
    arr_time: nullOr(raw.arr_time, readLocalDateTime, 'segments.arr_time'),
    class: readClassId(raw.class) ?? noClass,
    operator: must(operator, 'segments.operator'),
  };
};
