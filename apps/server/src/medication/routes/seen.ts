import type { SubjectId } from "@sakiyomi/core";
import type { Who } from "../../access/access.ts";
import { mayFor } from "../../access/reach.ts";
import type { House } from "../../house.ts";
import { bare } from "../book.ts";
import { type Giver, giverOf, type Member } from "../room.ts";
import type { Seen } from "../views.ts";

export const personOf = (id: string): SubjectId => `person:${id}` as SubjectId;

/** Whom somebody may see the medicines of; the ward is looked at once for all. */
export function seenBy({ access }: House, { account }: Who): Seen {
  const scene = access.scene();
  return { sees: (person) => mayFor(account, "medication.see", bare(person), scene) };
}

export function memberOf({ medication }: House, { account }: Who): Member {
  const member = medication.room.member(account.id);
  // Whoever is signed in has an account that is active: `whoOf` in access.ts.
  if (!member) throw new TypeError("signed in without an account");
  return member;
}

export const giverFor = (house: House, who: Who): Giver => giverOf(memberOf(house, who));
