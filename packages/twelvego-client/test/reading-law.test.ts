/** Whatever habit of PHP or MariaDB bends a member of an answer, it costs at most that member or the one thing it decides about. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from '../src/transport/json.ts';
import { habits, textHabits } from './support/habits.ts';
import { type Bendable, bendables, brokenLaw } from './support/reading-law.ts';
import { type AnswerKind, readers, type WholeAnswer, wholeAnswers } from './support/whole-answers.ts';

let answers: readonly (WholeAnswer & { readonly members: readonly Bendable[] })[];
beforeAll(async () => {
  answers = (await wholeAnswers()).map((answer) => ({ ...answer, members: bendables(answer) }));
});

describe.each(Object.keys(readers) as AnswerKind[])('an answer of %s', (kind) => {
  it('loses no more than one bent member', () => {
    const own = answers.filter((answer) => answer.kind === kind);
    const pick = <Item>(list: readonly Item[], index: number): Item => list[index % list.length] as Item;
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (one, two, three) => {
        const answer = pick(own, one);
        const member = pick(answer.members, two);
        const habit = pick(member.habits, three);
        const broken = brokenLaw(answer, member.path, habit);
        expect(broken && `${answer.from} ${member.path.join('.')}: ${habit.name}: ${broken}`).toBeUndefined();
      }),
      { numRuns: 800 },
    );
  });

  it.each(Object.entries(textHabits))('reads the same with %s', (_name, bend) => {
    for (const { body } of answers.filter((answer) => answer.kind === kind))
      expect(readers[kind](parse(bend(JSON.stringify(body))))).toEqual(readers[kind](body));
  });
});

it('every habit meets an answer', () => {
  const met = new Set(answers.flatMap(({ members }) => members.flatMap((member) => member.habits)));
  expect(habits.filter((habit) => !met.has(habit)).map(({ name }) => name)).toEqual([]);
});
