import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { SubjectId } from "./1-signal/index.ts";
import { Agenda, bySeat } from "./agenda.ts";
import { newSeat, type Seat } from "./seat.ts";
import { falls } from "./testing/small-skills.ts";

const seatOf = (name: number, nextAt: number): Seat => {
  const seat = newSeat(falls, `person:p${name}` as SubjectId, 0, 0, 1);
  seat.nextAt = nextAt;
  return seat;
};

test("it gives at each instant exactly those who are due, as if all had been looked through", () => {
  const times = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 });
  fc.assert(
    fc.property(times, fc.array(fc.nat(59), { maxLength: 20 }), (starts, gone) => {
      const seats = new Set(starts.map((at, i) => seatOf(i, at)));
      const agenda = new Agenda((seat) => seats.has(seat));
      for (const seat of seats) agenda.add(seat);
      const all = [...seats];
      for (const i of gone) seats.delete(all[i] as Seat);
      for (let round = 0; round < 60; round++) {
        const next = Math.min(...[...seats].map(({ nextAt }) => nextAt));
        assert.equal(agenda.next(), next);
        if (next === Number.POSITIVE_INFINITY) return;
        const due = [...seats].filter(({ nextAt }) => nextAt === next).sort(bySeat);
        assert.deepEqual(agenda.take(next), due);
        for (const seat of due) {
          seat.nextAt = next + 7 + (round % 3);
          agenda.add(seat);
        }
      }
    }),
  );
});

test("who was put off has no turn at the old time, and who is noted twice has one", () => {
  const seat = seatOf(1, 10);
  const agenda = new Agenda(() => true);
  agenda.add(seat);
  agenda.add(seat);
  assert.deepEqual(agenda.take(10), [seat]);
  seat.nextAt = 20;
  agenda.add(seat);
  seat.nextAt = 30;
  agenda.add(seat);
  assert.equal(agenda.next(), 30);
  agenda.clear();
  assert.equal(agenda.next(), Number.POSITIVE_INFINITY);
});

test("who is woken again and again before its turn does not make the agenda longer", () => {
  const seat = seatOf(1, 1000);
  const agenda = new Agenda(() => true);
  agenda.add(seat);
  for (let now = 1; now < 500; now++) {
    seat.nextAt = now;
    agenda.add(seat);
    assert.deepEqual(agenda.take(now), [seat]);
    seat.nextAt = 1000;
    agenda.add(seat);
  }
  assert.equal(agenda.size, 1);
  assert.deepEqual(agenda.take(1000), [seat]);
});
