import { DAY, type Instant, type SourceId } from "@sakiyomi/core";
import { reviewRules } from "@sakiyomi/skills";
import type { Who } from "../access/access.ts";
import { mayFor } from "../access/reach.ts";
import type { BoardPerson } from "../api.ts";
import type { House } from "../house.ts";
import { subjectOf } from "../http/looks.ts";
import { nameOf } from "../names.ts";
import { claimsOf } from "./claims.ts";
import { heartAsks, heartReviews } from "./heart-asks.ts";
import type { AnswerView, Finding, ReviewView } from "./shapes.ts";

/** As long as the skill keeps a request open. */
const LOOKS_BACK = 60 * DAY;

type Here = Pick<BoardPerson, "id" | "name" | "placeName">;

/** What somebody charted here has a record under the count of its signal (ward/charting.ts); a device's word has none. */
export const entryOf = ({
  source,
  sequence,
}: {
  readonly source: SourceId;
  readonly sequence: number;
}): string | null => (source.startsWith("staff:") ? `o-${sequence.toString(36)}` : null);

const isFinding = (key: string): key is Finding => key === "asystole" || key === "disorder";

/** What the heart skill is telling of this person now. */
export const findingsOf = ({ ward }: House, person: string): readonly Finding[] =>
  ward
    .board()
    .alerts.flatMap((alert) =>
      alert.person === person && alert.skill === "heart" && !alert.over && isFinding(alert.key) ? [alert.key] : [],
    );

/** As the house has set it for this person, and as the skill counts. */
async function targetsFor(house: House, person: string): Promise<reviewRules.Targets> {
  const view = await house.ward.person(person);
  const own = view.ok ? view.value.skills.find(({ skill }) => skill === reviewRules.reviews.id)?.settings : undefined;
  const read = reviewRules.reviews.settings.safeParse(own ?? {});
  return read.success ? (read.data as reviewRules.Targets) : reviewRules.usualTargets;
}

async function answersOf(house: House, person: string, from: Instant, now: Instant): Promise<readonly AnswerView[]> {
  const said = await house.ward.store.range({ subject: subjectOf(person), kind: "advice", from, to: now + DAY });
  return said.map((signal) => ({
    at: signal.at,
    about: signal.value.about,
    by: signal.value.by,
    finding: signal.value.finding ?? null,
    words: signal.value.words,
    urgency: signal.value.urgency,
    entry: entryOf(signal),
  }));
}

/** Requests and answers of one person, as they stand: what was struck out is not among them. */
export async function reviewsOf(house: House, here: Here): Promise<readonly ReviewView[]> {
  const { ward } = house;
  const now = ward.now();
  const subject = subjectOf(here.id);
  const from = Math.max(0, now - LOOKS_BACK);
  const signals = await ward.store.range({ subject, kind: "review-request", from, to: now + DAY });
  const asked = heartAsks(house, here.id);
  const [answers, claims] = await Promise.all([answersOf(house, here.id, from, now), claimsOf(house, here.id)]);
  const findings = findingsOf(house, here.id);
  const targets = signals.length === 0 ? reviewRules.usualTargets : await targetsFor(house, here.id);
  const byHeart = heartReviews(here, { asked, answers, claims, findings });
  return signals
    .map((signal): ReviewView => {
      const request = reviewRules.requestOf(signal);
      const answer = answers.findLast(({ about }) => reviewRules.isAbout(about, request)) ?? null;
      const priority = answer === null ? reviewRules.raised(request.priority, findings) : request.priority;
      return {
        ...{ id: request.id, person: here.id, personName: here.name, placeName: here.placeName },
        ...{ kind: request.kind, from: request.from, until: request.until, reason: request.reason, text: null },
        ...{ asked: request.priority, priority, at: request.at },
        findings: answer === null ? findings : [],
        by: nameOf(house, signal.source),
        targetAt: reviewRules.targetOf(priority, request.at, targets),
        claim: answer === null ? (claims.get(request.id) ?? null) : null,
        answer,
        entry: entryOf(signal),
      };
    })
    .concat(byHeart)
    .sort((a, b) => b.at - a.at);
}

type Asked = Pick<ReviewView, "person" | "kind">;

/** Pressures are for everybody who sees the person, also for the pharmacist's table; a heart is not. */
export const isFor = (house: House, { account }: Who, { person, kind }: Asked): boolean =>
  kind === "blood-pressure" || mayFor(account, "review.see", person, house.access.scene());

/** As the queue has it for somebody: what is open by priority and target, and what was answered lately. */
export async function queueOf(house: House, who: Who, people: readonly Here[]) {
  const now = house.ward.now();
  const whole = (await Promise.all(people.map((here) => reviewsOf(house, here)))).flat();
  const all = whole.filter((review) => isFor(house, who, review));
  return {
    at: now,
    open: all.filter(({ answer }) => answer === null).sort(reviewRules.inQueue),
    answered: all
      .filter(({ answer }) => answer !== null && now - answer.at < 7 * DAY)
      .sort((a, b) => (b.answer?.at ?? 0) - (a.answer?.at ?? 0))
      .slice(0, 30),
  };
}

/** One request of a person who is here. */
export async function reviewOf(house: House, person: string, id: string): Promise<ReviewView | null> {
  const here = house.ward.boardPerson(person);
  if (here === null) return null;
  return (await reviewsOf(house, here)).find((one) => one.id === id) ?? null;
}
