import { accept, type Instant, MINUTE, type Read, type Resource, refuse } from "@sakiyomi/core";
import type { House } from "../house.ts";
import { subjectOf } from "../http/looks.ts";
import type { Actor } from "../ward/port.ts";
import type { ClaimView } from "./shapes.ts";

/** Who reads which strip. One at a time; whoever forgets it keeps nobody from it. The house decides how long. */
const CLAIM_MS = 30 * MINUTE;

interface Claim extends Resource {
  readonly resourceType: "ReviewClaim";
  readonly person: string;
  readonly review: string;
  /** Null: given back. */
  readonly by: string | null;
  readonly name: string;
  readonly at: Instant;
}

const idOf = (person: string, review: string): string => `${subjectOf(person).replace(/^person:/, "")}.${review}`;

const viewOf = ({ by, name, at }: Claim, now: Instant): ClaimView | null =>
  by === null || now >= at + CLAIM_MS ? null : { by, name, at, until: at + CLAIM_MS };

export async function claimsOf({ ward }: House, person: string): Promise<ReadonlyMap<string, ClaimView>> {
  const found = await ward.records.search<Claim>("ReviewClaim", { person: subjectOf(person) });
  return new Map(
    found.flatMap(({ resource }) => {
      const view = viewOf(resource, ward.now());
      return view === null ? [] : [[resource.review, view] as const];
    }),
  );
}

/** Of two at once the records let one win; the other reads whose it is. */
export async function take({ ward }: House, person: string, review: string, by: Actor): Promise<Read<ClaimView>> {
  const id = idOf(person, review);
  const was = await ward.records.get<Claim>("ReviewClaim", id);
  const standing = was ? viewOf(was.resource, ward.now()) : null;
  if (standing !== null && standing.by !== by.id)
    return refuse("REC_CONFLICT", "review", standing.name, "a request that nobody has taken");
  const claim: Claim = {
    ...{ resourceType: "ReviewClaim", id, person: subjectOf(person), review },
    ...{ by: by.id, name: by.name, at: ward.now() },
  };
  const isRenewed = standing !== null;
  const done = await keep(ward, claim, was?.version ?? 0, by, isRenewed ? null : "review.taken");
  if (!done) return refuse("REC_CONFLICT", "review", review, "a request that nobody else takes at this moment");
  return accept({ by: by.id, name: by.name, at: claim.at, until: claim.at + CLAIM_MS });
}

export async function giveBack({ ward }: House, person: string, review: string, by: Actor): Promise<Read<null>> {
  const was = await ward.records.get<Claim>("ReviewClaim", idOf(person, review));
  if (!was || viewOf(was.resource, ward.now())?.by !== by.id)
    return refuse("REC_MISSING", "review", review, "a request that you have taken");
  const done = await keep(ward, { ...was.resource, by: null }, was.version, by, "review.given-back");
  return done ? accept(null) : refuse("REC_CONFLICT", "review", review, "a request that nobody else takes");
}

async function keep(
  ward: House["ward"],
  claim: Claim,
  ifMatch: number,
  by: Actor,
  type: string | null,
): Promise<boolean> {
  const subject = subjectOf(claim.person);
  const line = { at: ward.now(), type: type ?? "", actor: by.id, subject, content: { id: claim.review } };
  const committed = await ward.records.commit({
    ...{ by: by.id, at: ward.now() },
    puts: [{ resource: claim, ifMatch, subject }],
    journal: type === null ? [] : [line],
  });
  return committed.ok;
}
