import { type Instant, SECOND } from "@sakiyomi/core";
import { z } from "zod";
import type { Access, Who } from "../access/access.ts";
import { boardFor, mayFor, type Scene } from "../access/reach.ts";
import { permits } from "../access/roles.ts";
import type { Board, LiveMessage, LiveRequest } from "../api.ts";
import type { Looks } from "../http/looks.ts";
import type { Ward, WardEvent } from "../ward/port.ts";

/** As much of a connection as the feed needs; a test brings its own. */
export interface Line {
  send(text: string): void;
  /** Bytes that the other end has not taken yet. */
  waiting(): number;
  close(code: number, reason: string): void;
}

interface Client {
  readonly line: Line;
  /** The session's id: what its person may see is asked again for every message. */
  readonly session: string;
  watching: LiveRequest;
  /** People shown so far, to tell who is gone. */
  shown: ReadonlySet<string>;
}

/** What one flush tells. */
interface News {
  readonly board: Board;
  readonly scene: Scene;
  readonly changed: ReadonlySet<string>;
  readonly alerts: boolean;
  /** Messages written so far, by who is in them. */
  readonly texts: Map<string, string>;
}

/** A beat every 5 s: after 15 s of silence a page says that the server is gone (api.ts). */
export const beatMs = 5 * SECOND;
/** Changes of people are gathered for so long; alerts wait for nobody. */
export const gatherMs = SECOND / 2;
/** The first change of an alert goes at once; a burst after it (a start, a power cut) is one message each so often. */
const burstMs = 50;
/** A page that takes nothing any more is dropped: it comes back and begins with a fresh board. */
const mostWaiting = 4 * 1024 * 1024;
/** Waves are left out before that: an old curve helps nobody. */
const mostWaitingForSignals = 512 * 1024;

const request: z.ZodType<LiveRequest> = z.union([
  z.object({ watch: z.literal("board"), place: z.string().max(80).optional() }),
  z.object({ watch: z.literal("person"), person: z.string().max(80) }),
  z.object({ watch: z.literal("nothing") }),
]) as z.ZodType<LiveRequest>;

/** Sends each open page what changed, as far as its person may see it now. */
export class Feed {
  readonly #ward: Ward;
  readonly #access: Access;
  readonly #looks: Looks;
  readonly #clients = new Set<Client>();
  readonly #dirty = new Set<string>();
  /** Whose medicines changed since the last flush. */
  readonly #medicines = new Set<string>();
  #areAllMedicines = false;
  readonly #offs: (() => void)[] = [];
  #gather: NodeJS.Timeout | null = null;
  #beat: NodeJS.Timeout | null = null;
  #flushedAt: Instant = 0;
  #burst: NodeJS.Timeout | null = null;
  #alertsAt = Number.NEGATIVE_INFINITY;
  /** Who may hear whose signals: asked again when the roster, an account or a session changes, and at each beat. */
  #alertsOf: ReadonlyMap<string, string> = new Map();
  readonly #mayHear = new Map<string, boolean>();

  constructor(ward: Ward, access: Access, looks: Looks) {
    this.#ward = ward;
    this.#access = access;
    this.#looks = looks;
  }

  start(): this {
    this.#offs.push(
      this.#ward.on((event) => this.hear(event)),
      this.#access.sessions.onEnd((id) => this.#signOut((client) => client.session === id)),
      this.#access.accounts.onChange(() => {
        this.#mayHear.clear();
        this.flush(true);
      }),
    );
    this.#beat = setInterval(() => this.beat(), beatMs);
    this.#beat.unref();
    return this;
  }

  stop(): void {
    for (const off of this.#offs.splice(0)) off();
    if (this.#beat) clearInterval(this.#beat);
    for (const timer of [this.#gather, this.#burst]) if (timer) clearTimeout(timer);
    this.#gather = null;
    this.#burst = null;
    for (const client of this.#clients) client.line.close(1001, "the server stops");
    this.#clients.clear();
  }

  get size(): number {
    return this.#clients.size;
  }

  /** A new page. The answer takes its requests; `left` is called when the line is gone. */
  join(line: Line, who: Who): { asks(text: string): void; left(): void } {
    const client: Client = { line, session: who.session.id, watching: { watch: "nothing" }, shown: new Set() };
    this.#clients.add(client);
    this.#send(client, { type: "beat", at: this.#ward.now() });
    return { asks: (text) => void this.#asked(client, text), left: () => void this.#clients.delete(client) };
  }

  hear(event: WardEvent): void {
    if (event.type === "alerts") this.#alerts();
    if (event.type === "signals" || event.type === "predictions") this.#toWatchers(event);
    if (event.type === "predictions") this.#changed([event.person]);
    if (event.type === "medication") this.#medicinesChanged(event.people);
    if (event.type !== "people") return;
    // Nobody named: the roster itself changed, and with it what was agreed.
    if (event.people.length === 0) this.#mayHear.clear();
    this.#changed(event.people.length === 0 ? this.#everybody() : event.people);
  }

  #changed(people: readonly string[]): void {
    for (const id of people) this.#dirty.add(id);
    this.#gatherThen();
  }

  #alerts(): void {
    if (this.#burst) return;
    const waitMs = this.#alertsAt + burstMs - performance.now();
    if (waitMs <= 0) {
      this.flush(true);
      return;
    }
    this.#burst = setTimeout(() => this.flush(true), waitMs);
    this.#burst.unref();
  }

  /** Everybody's session is looked at again: one that is over ends its page. */
  beat(): void {
    this.#mayHear.clear();
    const beat = JSON.stringify({ type: "beat", at: this.#ward.now() } satisfies LiveMessage);
    for (const client of [...this.#clients]) if (this.#who(client)) this.#sendText(client, beat);
  }

  /** Sends the people that changed; with `alerts` the lists, too. */
  flush(alerts = false): void {
    if (this.#gather) clearTimeout(this.#gather);
    this.#gather = null;
    this.#flushedAt = this.#ward.now();
    if (alerts) this.#heardAlerts();
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    this.#tellMedicines();
    if (this.#clients.size === 0) return;
    const board = this.#ward.board();
    const changed = new Set([...dirty, ...this.#alertsChanged(board)]);
    const news: News = { board, scene: this.#access.scene(), changed, alerts, texts: new Map() };
    for (const client of [...this.#clients]) this.#patch(client, news);
  }

  #everybody = (): readonly string[] => this.#ward.board().people.map(({ id }) => id);

  #heardAlerts(): void {
    if (this.#burst) clearTimeout(this.#burst);
    this.#burst = null;
    this.#alertsAt = performance.now();
  }

  #gatherThen(): void {
    if (this.#gather || (this.#dirty.size === 0 && this.#medicines.size === 0 && !this.#areAllMedicines)) return;
    const waitMs = Math.min(gatherMs, Math.max(0, this.#flushedAt + gatherMs - this.#ward.now()));
    this.#gather = setTimeout(() => this.flush(), waitMs);
    this.#gather.unref();
  }

  async #asked(client: Client, text: string): Promise<void> {
    const read = request.safeParse(jsonOr(text));
    const who = this.#who(client);
    if (!read.success || !who) return;
    const { data } = read;
    if (data.watch === "person") {
      if (!mayFor(who.account, "person.see", data.person, this.#access.scene())) {
        await this.#ward.journal("access.refused", who.actor.id, null, {
          route: "WS /api/live",
          code: "ACCESS_PERSON",
          person: data.person,
        });
        return;
      }
      await this.#looks.note(who, data.person, "signals");
    }
    client.watching = data;
    if (data.watch !== "nothing" && permits(who.account.roles, "board.see")) this.#sendBoard(client, who);
  }

  #sendBoard(client: Client, who: Who): void {
    const board = boardFor(who.account, this.#ward.board(), this.#access.scene());
    client.shown = new Set(board.people.map(({ id }) => id));
    this.#send(client, { type: "board", board });
  }

  #patch(client: Client, news: News): void {
    const who = this.#who(client);
    if (!who || client.watching.watch === "nothing" || !permits(who.account.roles, "board.see")) return;
    const board = boardFor(who.account, news.board, news.scene);
    const now = new Set(board.people.map(({ id }) => id));
    const people = board.people.filter(({ id }) => news.changed.has(id) || !client.shown.has(id));
    const gone = [...client.shown].filter((id) => !now.has(id));
    client.shown = now;
    if (!news.alerts && people.length === 0 && gone.length === 0) return;
    // Pages that see the same people get the same words, written once.
    const key = [board.handovers === news.board.handovers, [...now], people.map(({ id }) => id), gone].join(";");
    const lists = news.alerts
      ? { alerts: board.alerts, due: board.due, handovers: board.handovers, orders: board.orders }
      : {};
    const text =
      news.texts.get(key) ??
      JSON.stringify({ type: "patch", at: board.at, people, gone, ...lists } satisfies LiveMessage);
    news.texts.set(key, text);
    this.#sendText(client, text);
  }

  /** An alert changes its person, too: whose list is not what it was. */
  #alertsChanged(board: Board): readonly string[] {
    const changed = board.people.filter(({ id, alerts }) => (this.#alertsOf.get(id) ?? "") !== alerts.join());
    this.#alertsOf = new Map(board.people.map(({ id, alerts }) => [id, alerts.join()]));
    return changed.map(({ id }) => id);
  }

  #toWatchers(event: Extract<WardEvent, { readonly person: string }>): void {
    const watchers = [...this.#clients].filter(
      ({ watching }) => watching.watch === "person" && watching.person === event.person,
    );
    if (watchers.length === 0) return;
    const text = JSON.stringify(event satisfies LiveMessage);
    for (const client of watchers) {
      if (!this.#hears(client, event.person)) continue;
      if (event.type === "predictions" || client.line.waiting() < mostWaitingForSignals) this.#sendText(client, text);
    }
  }

  #medicinesChanged(people: readonly string[]): void {
    if (people.length === 0) this.#areAllMedicines = true;
    for (const person of people) this.#medicines.add(person);
    this.#gatherThen();
  }

  /** Only that something changed: a page asks for what, and that look is journalled. */
  #tellMedicines(): void {
    const [people, areAll] = [[...this.#medicines], this.#areAllMedicines];
    this.#medicines.clear();
    this.#areAllMedicines = false;
    if (people.length === 0 && !areAll) return;
    const scene = this.#access.scene();
    for (const client of [...this.#clients]) {
      const who = this.#who(client);
      if (!who || !permits(who.account.roles, "medication.see")) continue;
      const theirs = people.filter((person) => mayFor(who.account, "medication.see", person, scene));
      if (areAll) this.#send(client, { type: "medication", people: [] });
      else if (theirs.length > 0) this.#send(client, { type: "medication", people: theirs });
    }
  }

  #hears(client: Client, person: string): boolean {
    const key = `${client.session} ${person}`;
    const known = this.#mayHear.get(key);
    if (known !== undefined) return known;
    const who = this.#who(client);
    const may = who !== null && mayFor(who.account, "person.see", person, this.#access.scene());
    this.#mayHear.set(key, may);
    return may;
  }

  /** Who it is now; a session that is over is told so and cut. */
  #who(client: Client): Who | null {
    const who = this.#access.whoBySession(client.session);
    if (!who) this.#signOut((other) => other === client);
    return who;
  }

  #signOut(which: (client: Client) => boolean): void {
    for (const client of [...this.#clients].filter(which)) {
      client.line.send(JSON.stringify({ type: "signed-out" } satisfies LiveMessage));
      client.line.close(4401, "signed out");
      this.#clients.delete(client);
    }
  }

  #send(client: Client, message: LiveMessage): void {
    this.#sendText(client, JSON.stringify(message));
  }

  #sendText(client: Client, text: string): void {
    if (client.line.waiting() > mostWaiting) {
      client.line.close(1013, "too slow");
      this.#clients.delete(client);
      return;
    }
    client.line.send(text);
  }
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
