/** The drill: one command names the cause and the next action of every incident, and nothing wrong for sure. */
import { expect, it } from 'vitest';
import { incidents } from '../drill/incidents.ts';
import { playDrill } from '../drill/play.ts';
import { countOf, floor, tableOf } from '../drill/score.ts';

it('one command names cause and next action of each incident, and no wrong cause', async () => {
  const scores = await playDrill(incidents);
  const missed = scores.filter(({ isCauseNamed, isActionNamed }) => !(isCauseNamed && isActionNamed));
  expect(new Set(incidents.map(({ row }) => row)).size).toBe(45);
  expect(
    countOf(scores, ({ isCauseNamed }) => isCauseNamed),
    tableOf(missed),
  ).toBeGreaterThanOrEqual(floor.causes);
  expect(
    countOf(scores, ({ isActionNamed }) => isActionNamed),
    tableOf(missed),
  ).toBeGreaterThanOrEqual(floor.actions);
  expect(scores.filter(({ isFalse }) => isFalse)).toEqual([]);
}, 300_000);
