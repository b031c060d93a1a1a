import type { Read, SourceId } from "@sakiyomi/core";
import type { z } from "zod";
import type { Who } from "../access/access.ts";
import type { Permission } from "../access/roles.ts";
import type { House } from "../house.ts";
import type { Actor, Sender } from "../ward/port.ts";
import type { BodyLimits } from "./body.ts";
import type { Cookies } from "./cookies.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** What every handler is given: read at the door, allowed, and typed. */
export interface Call<B = unknown, Q = unknown> {
  readonly house: House;
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly body: B;
  readonly query: Q;
  readonly cookies: Cookies;
  /** Of the other end; for limits, never for rights. */
  readonly address: string;
  /** Null where nobody is signed in: only on open routes. */
  readonly visitor: Who | null;
}

export interface SignedCall<B = unknown, Q = unknown> extends Call<B, Q> {
  readonly who: Who;
  readonly by: Actor;
}

export interface DeviceCall<Q = unknown> extends Call<unknown, Q> {
  readonly sender: Sender & { readonly source: SourceId };
}

type Answer = Promise<Read<unknown> | Response> | Read<unknown> | Response;

interface RouteBase<B, Q> {
  readonly method: Method;
  /** As Hono writes it: `/api/people/:id`. */
  readonly path: string;
  readonly body?: z.ZodType<B>;
  readonly query?: z.ZodType<Q>;
  /** How large a body may be; left out: as large as a page's change. */
  readonly limits?: BodyLimits;
}

/** A route that anybody may ask; `why` says why that is right. */
export interface OpenRoute<B = unknown, Q = unknown> extends RouteBase<B, Q> {
  readonly needs: "nothing";
  readonly why: string;
  handle(call: Call<B, Q>): Answer;
}

/** A route for somebody who is signed in and has the permission. */
export interface SignedRoute<B = unknown, Q = unknown> extends RouteBase<B, Q> {
  readonly needs: Permission;
  /** The parameter that names a person, who then has to be within reach. */
  readonly person?: string;
  /** For routes that name an alert, a task, an entry: whose it is. Null: nobody's here, and the handler says so. */
  personOf?(house: House, id: string): string | null | Promise<string | null>;
  /** For routes whose body names a person, who then has to be within reach, too. Null: nobody is named. */
  personIn?(body: B): string | null;
  /** What is being looked at: the journal says it, and the person can read it. */
  readonly look?: string;
  /** Of an answer about many people: whom it shows. Each of these looks is journalled. */
  shows?(answer: unknown): readonly string[];
  handle(call: SignedCall<B, Q>): Answer;
}

/** A route for a device with its token. */
export interface DeviceRoute<Q = unknown> extends RouteBase<unknown, Q> {
  readonly needs: "signals.append";
  handleDevice(call: DeviceCall<Q>): Answer;
}

/** Body and query are checked by the schemas before a handler runs, so the types may be forgotten here. */
export type Route = OpenRoute | SignedRoute | DeviceRoute;

export const open = <B, Q>(route: Omit<OpenRoute<B, Q>, "needs">): Route =>
  ({ ...route, needs: "nothing" }) as unknown as Route;
export const signed = <B, Q>(route: SignedRoute<B, Q>): Route => route as unknown as Route;
export const device = <Q>(route: Omit<DeviceRoute<Q>, "needs">): Route =>
  ({ ...route, needs: "signals.append" }) as unknown as Route;
