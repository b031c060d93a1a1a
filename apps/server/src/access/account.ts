import type { Instant, Resource } from "@sakiyomi/core";
import { z } from "zod";
import type { Role } from "../api.ts";
import { roles } from "./roles.ts";

/** A device gets a token, never an account. */
export const staffRoles = (Object.keys(roles) as Role[]).filter((role) => role !== "device");

export interface Passkey {
  /** base64url, as the authenticator names it. */
  readonly id: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  /** Signatures so far; one that runs backwards is a copied key. */
  readonly counter: number;
  readonly label: string;
  readonly madeAt: Instant;
}

/** Somebody who can sign in. Secrets are argon2id hashes. */
export interface Account extends Resource {
  readonly resourceType: "Account";
  readonly name: string;
  readonly roles: readonly Role[];
  readonly password: string | null;
  readonly pin: string | null;
  /** Digest of the number of a badge; a badge is a thing one has, used like a PIN. */
  readonly badge: string | null;
  readonly passkeys: readonly Passkey[];
  /** Places (house, ward, room) in which the account works; null: everywhere. */
  readonly places: readonly string[] | null;
  /** People whose family or guardian it is. */
  readonly familyOf: readonly string[];
  readonly active: boolean;
}

const name = z.string().trim().min(1).max(80);

export const newStaff = z.object({
  name,
  roles: z
    .array(z.enum(staffRoles as [Role, ...Role[]]))
    .min(1)
    .max(8),
  password: z.string().max(256).optional(),
  pin: z.string().max(6).optional(),
  badge: z.string().min(4).max(120).optional(),
  places: z.array(z.string().max(64)).max(50).nullable().default(null),
  familyOf: z.array(z.string().max(80)).max(20).default([]),
});
export type NewStaff = z.infer<typeof newStaff>;

export const staffChange = newStaff.partial().extend({ active: z.boolean().optional() });
export type StaffChange = z.infer<typeof staffChange>;

export interface StaffView {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly places: readonly string[] | null;
  readonly familyOf: readonly string[];
  readonly active: boolean;
  readonly passkeys: number;
  readonly hasPassword: boolean;
  readonly hasPin: boolean;
}

/** What may leave the server: no hash ever does. */
export const viewOf = ({ id, name, roles, places, familyOf, active, passkeys, password, pin }: Account): StaffView => ({
  id,
  name,
  roles,
  places,
  familyOf,
  active,
  passkeys: passkeys.length,
  hasPassword: password !== null,
  hasPin: pin !== null,
});
