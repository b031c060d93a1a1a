import { accept, type Instant, type Read, type Refusal, refuse, type SubjectId } from "../1-signal/index.ts";
import { isHere, mayComeNear, mayRecord, type Roster } from "../2-store/index.ts";
import { type BodyOffers, comesNear, isCapability, tellsOf, unfit } from "../4-decide/index.ts";
import {
  deedOf,
  isRunning,
  type NewOrder,
  type Order,
  type OrderNews,
  orderAfter,
  orderKeyOf,
  placeOrder,
} from "./order.ts";
import type { Acted, Standing } from "./standing.ts";

/** Why this cannot be ordered: nobody here can, not like this, or the person has not agreed. null: it can. */
export function orderRefusal(
  { capability, parameters, subject }: { capability: string; parameters: unknown; subject: SubjectId },
  bodies: readonly BodyOffers[],
  roster: Roster,
): Refusal | null {
  const misfits = bodies.map((body) => unfit(body, capability, parameters));
  if (misfits.includes(null)) {
    const missing = missingConsent(roster, capability, subject);
    return missing === null ? null : refuse("ACT_CONSENT", "subject", subject, missing).refusal;
  }
  const [misfit] = [...misfits.filter((one) => one?.field !== "capability"), ...misfits];
  const { field, found, expected } = misfit ?? {
    field: "capability",
    found: capability,
    expected: "a body that offers it",
  };
  return refuse("ACT_FORBIDDEN", field, found, expected || "a body that offers something").refusal;
}

function missingConsent(roster: Roster, capability: string, subject: SubjectId): string | null {
  if (!isCapability(capability)) return null;
  if (comesNear.includes(capability) && !mayComeNear(roster, subject)) return "consent to be helped by a robot";
  return tellsOf.includes(capability) && !mayRecord(roster, subject) ? "consent to record" : null;
}

/** Why an order may not go on after a change of who is here and what is agreed to; null: it may. */
export function endedBy(roster: Roster, { capability, subject }: Pick<Order, "capability" | "subject">): string | null {
  if (!isHere(roster, subject)) return "the person has left";
  const missing = missingConsent(roster, capability, subject);
  return missing === null ? null : `the ${missing} was withdrawn`;
}

/** Somebody of the staff orders something. Refused where nobody can do it, or while the same is being done. */
export function order(
  standing: Standing,
  wanted: NewOrder,
  roster: Roster,
  bodies: readonly BodyOffers[],
  now: Instant,
  arrival: number,
): Read<Acted> {
  const { subject, capability } = wanted;
  if (!isHere(roster, subject)) return refuse("SIG_SUBJECT", "subject", subject, "somebody who is here");
  const refusal = orderRefusal(wanted, bodies, roster);
  if (refusal) return { ok: false, refusal };
  const was = standing.orders.get(orderKeyOf(wanted));
  if (was && isRunning(was))
    return refuse("ACT_FORBIDDEN", "capability", capability, "another one: this is being done");
  const placed = placeOrder(wanted, now, arrival);
  const orders = new Map(standing.orders).set(orderKeyOf(placed), placed);
  return accept({
    standing: { ...standing, orders },
    deeds: [
      ...(was ? [{ type: "order" as const, change: "over" as const, order: was }] : []),
      { type: "order", change: "placed", order: placed },
    ],
  });
}

/** A body, or somebody, has said something about an order. null: it is over already, or it changes nothing. */
export function tellOrder(standing: Standing, id: string, news: OrderNews, now: Instant): Acted | null {
  const was = [...standing.orders.values()].find((one) => one.id === id);
  const is = was ? orderAfter(was, news, now) : null;
  if (!is) return null;
  const orders = new Map(standing.orders).set(orderKeyOf(is), is);
  return { standing: { ...standing, orders }, deeds: [deedOf(is, news)] };
}
