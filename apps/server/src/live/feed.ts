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
  /** The people that the page has, each as it has them; null: it may have them otherwise, and needs them whole. */
  shown: Map<string, BoardPerson | null>;
  /** What is due, as it was told to the page by a patch. */
  due: string | null;
}

/** What one flush tells. */
interface News {
  readonly board: Board;
  readonly scene: Scene;
  readonly changed: ReadonlySet<string>;
  readonly alerts: boolean;
  /** What accounts may see of it, as far as they have been asked for. */
  readonly boards: Map<string, Seen>;
  /** What is new of somebody since they were so. */
  readonly differences: Map<BoardPerson, Difference>;
  /** Messages written so far, by what is in them. */
  readonly texts: Map<string, string>;
}

interface Seen {
  readonly board: Board;
  readonly ids: ReadonlySet<string>;
  /** As text, where the lists are told. */
  readonly due: string | null;
}

/** What is new of a person; numbered, because two pages may have had them otherwise. */
interface Difference {
  readonly n: number;
  readonly change: PersonChange | null;
}

/** A beat every 5 s: after 15 s of silence a page says that the server is gone (api.ts). */
export const beatMs = 5 * SECOND;
/** Changes of people are gathered for so long; alerts wait for nobody. */
export const gatherMs = SECOND / 2;
/** In a large house longer: of the server's time, people that changed take a tenth. */
const gatherShare = 10;
const mostGatherMs = 5 * SECOND;
/** The first change of an alert goes at once; a burst after it (a start, a power cut) is one message each so often. */
const burstMs = 50;
/** A page that takes nothing any more is dropped: it comes back and begins with a fresh board. */
const mostWaiting = 4 * 1024 * 1024;
/** Waves are left out before that: an old curve helps nobody. */
const mostWaitingForSignals = 512 * 1024;

const request: z.ZodType<LiveRequest> = z.union([
  z.object({ watch: z.literal("board"), place: z.string().max(80).optional(), changes: z.boolean().optional() }),
  z.object({ watch: z.literal("person"), person: z.string().max(80), changes: z.boolean().optional() }),
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
  readonly #offs: (() => void)[] = [];
  #gather: NodeJS.Timeout | null = null;
  #beat: NodeJS.Timeout | null = null;
  #flushedAt: Instant = 0;
  #gatherMs = gatherMs;
  #burst: NodeJS.Timeout | null = null;
  #alertsAt = Number.NEGATIVE_INFINITY;
  /** Pages by the person they watch; null: to be made anew. */
  #watchers: ReadonlyMap<string, readonly Client[]> | null = null;
  /** Who may hear whose signals: asked again when the roster, an account or a session changes, and at each beat. */
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
    const client: Client = {
      line,
      session: who.session.id,
      watching: { watch: "nothing" },
      shown: new Map(),
      due: null,
    };
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
    this.#gatherMs = Math.min(mostGatherMs, Math.max(gatherMs, gatherShare * (performance.now() - began)));
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
    const told = { board, changed: new Set(dirty), alerts, scene: this.#access.scene() };
    const news: News = { ...told, boards: new Map(), differences: new Map(), texts: new Map() };
    for (const client of [...this.#clients]) this.#patch(client, news);
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
    client.shown = new Map(board.people.map((person) => [person.id, person]));
    client.due = null;
    this.#send(client, { type: "board", board });
  }

  #patch(client: Client, news: News): void {
    const who = this.#who(client);
    if (!who || client.watching.watch === "nothing") return;
    if (!permits(who.account.roles, "board.see")) {
      client.shown.clear();
      return;
    }
    const seen = seenBy(who, news);
    const { people, changes, gone, numbers } = showNow(client, seen, news);
    if (!news.alerts && people.length + changes.length + gone.length === 0) return;
    const { at, alerts, handovers, orders, slowness } = seen.board;
    const due = news.alerts && client.due !== seen.due ? { due: seen.board.due } : {};
    if (news.alerts) client.due = seen.due;
    const lists = news.alerts ? { alerts, handovers, orders, slowness, ...due } : {};
    // Pages that are told the same get the same words, written once.
    const whom = [idsOf(people), numbers, gone, "due" in due].join(";");
    const key = news.alerts ? `${who.account.id} ${whom}` : whom;
    const text =
      news.texts.get(key) ??
      JSON.stringify({ type: "patch", at, people, changes, gone, ...lists } satisfies LiveMessage);
    news.texts.set(key, text);
    this.#sendText(client, text);
  }

  #drop(client: Client): void {
    this.#clients.delete(client);
    this.#watchers = null;
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
      // It has them otherwise now than by a patch.
      if (event.type === "predictions" && client.shown.has(event.person)) client.shown.set(event.person, null);
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

/** Once for each account: its pages see the same. */
function seenBy({ account }: Who, { board: whole, scene, boards, alerts }: News): Seen {
  const known = boards.get(account.id);
  if (known) return known;
  const board = boardFor(account, whole, scene);
  const seen = { board, ids: new Set(idsOf(board.people)), due: alerts ? JSON.stringify(board.due) : null };
  boards.set(account.id, seen);
  return seen;
}

/** Remembers what the page has from now on; answers who is new to it, what is new of the others, and who is gone. */
function showNow({ shown, watching }: Client, { board, ids }: Seen, { changed, differences }: News) {
  const told = { people: [] as BoardPerson[], changes: [] as PersonChange[], numbers: [] as number[] };
  for (const person of board.people) {
    const was = shown.get(person.id);
    if (was && !isNews(was, person, changed)) continue;
    shown.set(person.id, person);
    const found = was && takesChanges(watching) ? differenceOf(was, person, differences) : null;
    if (found?.change) {
      told.changes.push(found.change);
      told.numbers.push(found.n);
    } else told.people.push(person);
  }
  const gone = [...shown.keys()].filter((id) => !ids.has(id));
  for (const id of gone) shown.delete(id);
  return { ...told, gone };
}

/** With an alert goes whom it is about; who else changed waits until the changes of a while are gathered. */
const isNews = (was: BoardPerson, is: BoardPerson, changed: ReadonlySet<string>): boolean =>
  was !== is && (changed.has(is.id) || was.alerts !== is.alerts);

/** A page of an older version, open since before the server was renewed, knows people only whole. */
const takesChanges = (watching: LiveRequest): boolean => watching.watch !== "nothing" && watching.changes === true;

function differenceOf(was: BoardPerson, is: BoardPerson, known: News["differences"]): Difference {
  const found = known.get(was) ?? { n: known.size, change: changeOf(was, is) };
  known.set(was, found);
  return found;
}

const idsOf = (all: readonly { readonly id: string }[]): readonly string[] => all.map(({ id }) => id);

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
