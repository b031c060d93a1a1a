import { type Instant, SECOND } from "@sakiyomi/core";
import { reviewRules } from "@sakiyomi/skills";
import type { BoardPerson, DueView } from "../api.ts";
import type { House } from "../house.ts";
import type { AnswerView, ClaimView, Finding, ReviewView } from "./shapes.ts";

/** The heart skill's task for a doctor (skills/src/heart/wishes.ts): it asks by a wish, not by a signal. */
const isAsk = ({ skill, text }: DueView): boolean => skill === "heart" && text.key === "review-rhythm";
/** What is shown of it: the disorder began somewhere in here. */
const AROUND = 30 * SECOND;

export const heartAsks = ({ ward }: House, person: string): readonly DueView[] =>
  ward.board().due.filter((due) => due.person === person && isAsk(due));

/** Named after its beginning, so that the answer is found when the task is long done. */
const idOf = (since: Instant): string => `h-${since.toString(36)}`;
const sinceIn = (id: string): Instant | null => {
  const [, since] = /^h-([0-9a-z]{1,11})$/.exec(id) ?? [];
  return since === undefined ? null : Number.parseInt(since, 36);
};
const sinceOf = ({ text, dueAt }: DueView): Instant =>
  typeof text.values?.sinceAt === "number" ? text.values.sinceAt : dueAt;

/** The task that a request stands for, to be done with its answer. */
export const dueOf = (house: House, person: string, review: string): DueView | null =>
  heartAsks(house, person).find((due) => idOf(sinceOf(due)) === review) ?? null;

interface Known {
  readonly asked: readonly DueView[];
  readonly answers: readonly AnswerView[];
  readonly claims: ReadonlyMap<string, ClaimView>;
  readonly findings: readonly Finding[];
}

type Here = Pick<BoardPerson, "id" | "name" | "placeName">;

function reviewOf(
  here: Here,
  since: Instant,
): Omit<ReviewView, "priority" | "findings" | "targetAt" | "claim" | "answer"> {
  return {
    ...{ id: idOf(since), person: here.id, personName: here.name, placeName: here.placeName, kind: "ecg" },
    ...{ from: Math.max(0, since - AROUND), until: since + AROUND, reason: "" },
    text: { key: "review-rhythm", values: { sinceAt: since } },
    ...{ asked: "today", at: since, by: "heart", entry: null },
  };
}

/** What the heart skill wants looked at, and what was answered to it before. */
export function heartReviews(here: Here, { asked, answers, claims, findings }: Known): readonly ReviewView[] {
  const answered = answers.flatMap((answer): readonly ReviewView[] => {
    const since = sinceIn(answer.about);
    if (since === null) return [];
    return [{ ...reviewOf(here, since), priority: "today", findings: [], targetAt: since, claim: null, answer }];
  });
  const isOpen = (due: DueView): boolean => !answered.some(({ id }) => id === idOf(sinceOf(due)));
  const open = asked.filter(isOpen).map((due): ReviewView => {
    const review = reviewOf(here, sinceOf(due));
    const priority = reviewRules.raised("today", findings);
    const claim = claims.get(review.id) ?? null;
    return { ...review, priority, findings, targetAt: due.dueAt, claim, answer: null };
  });
  return [...open, ...answered];
}
