/** Every habit on every member of every whole answer, where the quick test tries some thousands. */
import { expect, it } from 'vitest';
import { bendables, brokenLaw } from '../support/reading-law.ts';
import { wholeAnswers } from '../support/whole-answers.ts';

it('no bent member of any answer costs more than itself or the one thing it decides about', async () => {
  const answers = await wholeAnswers();
  const broken = new Map<string, number>();
  let cases = 0;
  for (const answer of answers)
    for (const { path, habits } of bendables(answer))
      for (const habit of habits) {
        cases += 1;
        const why = brokenLaw(answer, path, habit);
        const where = path.filter((key) => typeof key === 'string').slice(-3);
        const what = `${answer.kind} ${where.join('.')}: ${habit.name}: ${why}`;
        if (why !== undefined) broken.set(what, (broken.get(what) ?? 0) + 1);
      }
  process.stdout.write(`${cases} bent members of ${answers.length} answers\n`);
  expect([...broken.keys()]).toEqual([]);
  expect(cases).toBeGreaterThan(50_000);
}, 900_000);
