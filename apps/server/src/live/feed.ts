import { type Instant, SECOND } from "@sakiyomi/core";
import { z } from "zod";
import type { Access, Who } from "../access/access.ts";
import { boardFor, mayFor, type Scene } from "../access/reach.ts";
import { permits } from "../access/roles.ts";
import type { Board, BoardPerson, LiveMessage, LiveRequest, PersonChange } from "../api.ts";
import type { Looks } from "../http/looks.ts";
import type { Ward, WardEvent } from "../ward/port.ts";
import { changeOf } from "./person-change.ts";

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
  readonly isDueNew: boolean;
  /** Who is on it. */
  readonly everybody: ReadonlySet<string>;
  /** Of whom a page has already what was sent last: what is new of them. Who is not here goes whole. */
  readonly changes: ReadonlyMap<string, PersonChange>;
  /** What a page is told that was shown all of them. */
  readonly toAll: Shown;
  /** Messages written so far, by who is in them. */
  readonly texts: Map<string, string>;
}

interface Shown {
  readonly people: readonly BoardPerson[];
  readonly changes: readonly PersonChange[];
  readonly gone: readonly string[];
}

/** A beat every 5 s: after 15 s of silence a page says that the server is gone (api.ts). */
export const beatMs = 5 * SECOND;
/** Changes of people are gathered for so long; alerts wait for nobody. */
export const gatherMs = SECOND / 2;
/** In a large house longer: of the server's time, people that changed take a tenth. */
const gatherShare = 10;
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
  #areTasksNew = false;
  /** What is due, as it was told last: a long list in a large house, that most alerts do not change. */
  #due = "";
  readonly #offs: (() => void)[] = [];
  #gather: NodeJS.Timeout | null = null;
  #beat: NodeJS.Timeout | null = null;
  #flushedAt: Instant = 0;
  #gatherMs = gatherMs;
  #burst: NodeJS.Timeout | null = null;
  #alertsAt = Number.NEGATIVE_INFINITY;
  /** Who may hear whose signals: asked again when the roster, an account or a session changes, and at each beat. */
  #alertsOf: ReadonlyMap<string, readonly string[]> = new Map();
  /** As they were when they were sent last. */
  readonly #sent = new Map<string, BoardPerson>();
  /** The same object for as long as the same people are here: a page that was shown all of them misses nobody. */
  #here: ReadonlySet<string> = new Set();
  /** Pages by the person they watch; null: to be made anew. */
  #watchers: ReadonlyMap<string, readonly Client[]> | null = null;
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
    this.#watchers = null;
    this.#send(client, { type: "beat", at: this.#ward.now() });
    return { asks: (text) => void this.#asked(client, text), left: () => this.#drop(client) };
  }

  hear(event: WardEvent): void {
    if (event.type === "alerts") this.#alerts();
    if (event.type === "tasks") this.#tasksChanged();
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
      this.#tell([], true);
      return;
    }
    this.#burst = setTimeout(() => this.#tell([], true), waitMs);
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
    const began = performance.now();
    if (this.#gather) clearTimeout(this.#gather);
    this.#gather = null;
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    this.#tellMedicines();
    this.#tell(dirty, alerts || this.#areTasksNew);
    this.#flushedAt = this.#ward.now();
    this.#gatherMs = Math.max(gatherMs, gatherShare * (performance.now() - began));
  }

  #tasksChanged(): void {
    this.#areTasksNew = true;
    this.#gatherThen();
  }

  /** Alerts go with whom they are about, and wait for nobody else who changed. */
  #tell(dirty: readonly string[], alerts: boolean): void {
    if (alerts) this.#heardAlerts();
    this.#areTasksNew &&= !alerts;
    if (this.#clients.size === 0) return;
    const board = this.#ward.board();
    const changed = new Set([...dirty, ...this.#alertsChanged(board)]);
    const people = board.people.filter(({ id }) => changed.has(id));
    const changes = this.#changesOf(people);
    const [everybody, toAll] = [this.#hereOn(board), { ...split(people, changes), gone: [] }];
    const isDueNew = alerts && this.#isDueNew(board);
    const told = { board, changed, alerts, isDueNew, everybody, changes, toAll };
    const news: News = { ...told, scene: this.#access.scene(), texts: new Map() };
    for (const client of [...this.#clients]) this.#patch(client, news);
  }

  #isDueNew({ due }: Board): boolean {
    const was = this.#due;
    this.#due = JSON.stringify(due);
    return this.#due !== was;
  }

  #changesOf(people: readonly BoardPerson[]): ReadonlyMap<string, PersonChange> {
    const changes = new Map<string, PersonChange>();
    for (const person of people) {
      const change = changeOf(this.#sent.get(person.id), person);
      if (change !== null) changes.set(person.id, change);
      this.#sent.set(person.id, person);
    }
    return changes;
  }

  #everybody = (): readonly string[] => this.#ward.board().people.map(({ id }) => id);

  #heardAlerts(): void {
    if (this.#burst) clearTimeout(this.#burst);
    this.#burst = null;
    this.#alertsAt = performance.now();
  }

  #gatherThen(): void {
    const isNews = this.#dirty.size > 0 || this.#medicines.size > 0 || this.#areAllMedicines || this.#areTasksNew;
    if (this.#gather || !isNews) return;
    const waitMs = Math.min(this.#gatherMs, Math.max(0, this.#flushedAt + this.#gatherMs - this.#ward.now()));
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
    this.#watchers = null;
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
    const isWhole = board.people === news.board.people && client.shown === news.everybody;
    const shown = isWhole ? news.toAll : showNow(client, board, news);
    const { people, changes, gone } = shown;
    if (!news.alerts && people.length + changes.length + gone.length === 0) return;
    // Pages that see the same people get the same words, written once.
    const whom = isWhole ? "all" : [[...client.shown], idsOf(people), idsOf(changes), gone].join(";");
    const key = `${board.handovers === news.board.handovers} ${whom}`;
    const { alerts, due, handovers, orders, slowness } = board;
    const isDueKnown = isWhole && !news.isDueNew;
    const lists = news.alerts ? { alerts, handovers, orders, slowness, ...(isDueKnown ? {} : { due }) } : {};
    const text =
      news.texts.get(key) ?? JSON.stringify({ type: "patch", at: board.at, ...shown, ...lists } satisfies LiveMessage);
    news.texts.set(key, text);
    this.#sendText(client, text);
  }

  /** An alert changes its person, too: whose list is not what it was. */
  #alertsChanged(board: Board): readonly string[] {
    const changed = board.people.filter(({ id, alerts }) => {
      const were = this.#alertsOf.get(id);
      return were === undefined ? alerts.length > 0 : were !== alerts;
    });
    this.#alertsOf = new Map(board.people.map(({ id, alerts }) => [id, alerts]));
    return changed.map(({ id }) => id);
  }

  #drop(client: Client): void {
    this.#clients.delete(client);
    this.#watchers = null;
  }

  #hereOn({ people }: Board): ReadonlySet<string> {
    const isSame = people.length === this.#here.size && people.every(({ id }) => this.#here.has(id));
    if (isSame) return this.#here;
    this.#here = new Set(people.map(({ id }) => id));
    for (const id of this.#sent.keys()) if (!this.#here.has(id)) this.#sent.delete(id);
    return this.#here;
  }

  #watchersOf(person: string): readonly Client[] {
    this.#watchers ??= Map.groupBy(
      this.#clients,
      ({ watching }) => watching.watch === "person" && watching.person,
    ) as ReadonlyMap<string, readonly Client[]>;
    return this.#watchers.get(person) ?? [];
  }

  #toWatchers(event: Extract<WardEvent, { readonly person: string }>): void {
    const watchers = this.#watchersOf(event.person);
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
      this.#drop(client);
    }
  }

  #send(client: Client, message: LiveMessage): void {
    this.#sendText(client, JSON.stringify(message));
  }

  #sendText(client: Client, text: string): void {
    if (client.line.waiting() > mostWaiting) {
      client.line.close(1013, "too slow");
      this.#drop(client);
      return;
    }
    client.line.send(text);
  }
}

/** Remembers whom the page is shown from now on; answers who is new to it or has changed, and who is gone. */
function showNow(client: Client, { people }: Board, { board, everybody, changed, changes }: News): Shown {
  const were = client.shown;
  const now = people === board.people ? everybody : new Set(people.map(({ id }) => id));
  client.shown = now;
  const known = people.filter(({ id }) => changed.has(id) && were.has(id));
  const strange = people.filter(({ id }) => !were.has(id));
  const told = split(known, changes);
  return { ...told, people: [...told.people, ...strange], gone: [...were].filter((id) => !now.has(id)) };
}

const split = (people: readonly BoardPerson[], changes: News["changes"]): Omit<Shown, "gone"> => ({
  people: people.filter(({ id }) => !changes.has(id)),
  changes: people.flatMap(({ id }) => changes.get(id) ?? []),
});

const idsOf = (all: readonly { readonly id: string }[]): readonly string[] => all.map(({ id }) => id);

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
