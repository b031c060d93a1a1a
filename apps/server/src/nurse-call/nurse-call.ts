import { accept, HOUR, type Instant, MINUTE, type Read, type Resource, refuse, SECOND } from "@sakiyomi/core";
import { z } from "zod";
import { newId } from "../access/secret.ts";
import type { AlertView } from "../api.ts";
import type { Ward } from "../ward/port.ts";
import { signedHeaders } from "./signature.ts";

export const nurseCallSettings = z.object({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
  /** Known to both sides, at least 128 bits. */
  secret: z.string().min(22).max(200),
  /** The roles whose alerts it carries; empty: all. */
  to: z.array(z.string().max(80)).max(20).default([]),
  /** Whether the message names the person; the place it always names. */
  names: z.boolean().default(false),
});
export type NurseCallSettings = z.infer<typeof nurseCallSettings>;

/** A message that has to arrive, kept as a record: a restart loses none. */
interface Message extends Resource {
  readonly resourceType: "NurseCallMessage";
  readonly alert: string;
  /** As it is sent, so that each try is the same message. */
  readonly body: string;
  readonly madeAt: Instant;
  readonly tries: number;
  readonly nextAt: Instant;
}

/** For a day: 1 s, 2 s, 4 s … at most 5 min apart. Elsewhere they are lost after a minute. */
const giveUpMs = 24 * HOUR;
const longestWaitMs = 5 * MINUTE;
const answerMs = 10 * SECOND;

export interface NurseCallState {
  readonly on: boolean;
  readonly waiting: number;
  readonly oldestWaitingMs: number;
  readonly lastSentAt: Instant | null;
  readonly lastFailure: string | null;
}

export class NurseCall {
  readonly #ward: Ward;
  readonly #fetch: typeof fetch;
  readonly #waiting = new Map<string, Message>();
  readonly #rung = new Set<string>();
  readonly #under = new Map<string, Promise<void>>();
  #settings: NurseCallSettings | null = null;
  #lastSentAt: Instant | null = null;
  #lastFailure: string | null = null;

  constructor(ward: Ward, send: typeof fetch = fetch) {
    this.#ward = ward;
    this.#fetch = send;
  }

  async load(): Promise<this> {
    const { records } = this.#ward;
    const settings = await records.get<Resource & NurseCallSettings>("NurseCallSettings", "own");
    this.#settings = settings && nurseCallSettings.parse(settings.resource);
    for (const { resource } of await records.search<Message>("NurseCallMessage"))
      this.#waiting.set(resource.id, resource);
    // What was open before the restart may have been rung for; its lamp has to go out, too.
    for (const { id, state } of this.#ward.board().alerts) if (state === "open") this.#rung.add(id);
    return this;
  }

  /** The secret goes in and never out. */
  settings(): Omit<NurseCallSettings, "secret"> | null {
    if (!this.#settings) return null;
    const { secret: _, ...shown } = this.#settings;
    return shown;
  }

  async set(settings: NurseCallSettings, by: string): Promise<Read<null>> {
    const { url } = settings;
    if (url?.startsWith("http:") && !isOwnNetwork(new URL(url).hostname))
      return refuse("HTTP_SHAPE", "url", url, "https, or an address of the house's own network");
    const resource = { resourceType: "NurseCallSettings", id: "own", ...settings };
    const at = this.#ward.now();
    const journal = [{ at, type: "nurse-call.set", actor: by, content: { url } }];
    await this.#ward.records.commit({ by, at, puts: [{ resource }], journal });
    this.#settings = settings;
    return accept(null);
  }

  state(): NurseCallState {
    const made = [...this.#waiting.values()].map(({ madeAt }) => madeAt);
    const oldestWaitingMs = made.length === 0 ? 0 : this.#ward.now() - Math.min(...made);
    const on = this.#settings?.url != null;
    return { on, waiting: made.length, oldestWaitingMs, lastSentAt: this.#lastSentAt, lastFailure: this.#lastFailure };
  }

  /** Durable when it resolves; then it is tried until it arrives. */
  async tell(alert: AlertView, to: string, repeat: number): Promise<void> {
    if (!this.#settings?.url) return;
    if (this.#settings.to.length > 0 && !this.#settings.to.includes(to)) return;
    this.#rung.add(alert.id);
    await this.#queue("alert", alert, { to, repeat, text: alert.text.key });
  }

  isRinging = (): boolean => this.#rung.size > 0;

  /** When somebody has taken what was rung for, the lamp goes out. */
  async clear(alerts: readonly AlertView[]): Promise<void> {
    const open = new Set(alerts.filter(({ state }) => state === "open").map(({ id }) => id));
    const answered = [...this.#rung].filter((id) => !open.has(id));
    for (const id of answered) {
      this.#rung.delete(id);
      for (const message of this.#waiting.values()) if (message.alert === id) await this.#forget(message);
      const alert = alerts.find((one) => one.id === id);
      if (alert) await this.#queue("answered", alert, { state: alert.state });
    }
  }

  /** Sends what is due. Called each second, and by tests. */
  async tick(): Promise<void> {
    const now = this.#ward.now();
    for (const message of this.#waiting.values())
      if (message.nextAt <= now && !this.#under.has(message.id)) {
        const job = this.#try(message, now).finally(() => this.#under.delete(message.id));
        this.#under.set(message.id, job);
      }
    await Promise.allSettled([...this.#under.values()]);
  }

  async #queue(type: string, alert: AlertView, more: Readonly<Record<string, unknown>>): Promise<void> {
    const id = newId("n");
    const { level, placeName, raisedAt, personName } = alert;
    const named = this.#settings?.names ? { personName } : {};
    const body = JSON.stringify({ id, type, alert: alert.id, level, placeName, raisedAt, ...named, ...more });
    const madeAt = this.#ward.now();
    await this.#keep({ resourceType: "NurseCallMessage", id, alert: alert.id, body, madeAt, tries: 0, nextAt: madeAt });
  }

  async #try(message: Message, now: Instant): Promise<void> {
    const failure = await this.#post(message, now);
    if (failure === null) {
      this.#lastSentAt = now;
      return this.#forget(message);
    }
    this.#lastFailure = failure;
    if (!this.#waiting.has(message.id)) return;
    if (now - message.madeAt > giveUpMs) {
      await this.#ward.journal("nurse-call.given-up", "system", null, { id: message.alert, reason: failure });
      return this.#forget(message);
    }
    const waitMs = Math.min(SECOND * 2 ** message.tries, longestWaitMs);
    await this.#keep({ ...message, tries: message.tries + 1, nextAt: now + waitMs });
  }

  /** Null when it arrived; else what was in the way. */
  async #post({ id, body }: Message, now: Instant): Promise<string | null> {
    const settings = this.#settings;
    if (!settings?.url) return "switched off";
    const headers = signedHeaders(settings.secret, id, body, now);
    try {
      const signal = AbortSignal.timeout(answerMs);
      const { ok, status } = await this.#fetch(settings.url, {
        method: "POST",
        headers,
        body,
        redirect: "error",
        signal,
      });
      return ok ? null : `status ${status}`;
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 200) : "unknown";
    }
  }

  async #keep(message: Message): Promise<void> {
    await this.#ward.records.commit({ by: "system", at: this.#ward.now(), puts: [{ resource: message }] });
    this.#waiting.set(message.id, message);
  }

  async #forget(message: Message): Promise<void> {
    this.#waiting.delete(message.id);
    await this.#ward.records.commit({
      by: "system",
      at: this.#ward.now(),
      puts: [{ resource: message, deleted: true }],
    });
  }
}

/** RFC 1918, loopback and link-local: a nurse-call system in the basement rarely has a certificate. */
const isOwnNetwork = (host: string): boolean =>
  /^(localhost|\[::1\]|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(host) ||
  host.endsWith(".local");
