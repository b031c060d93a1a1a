import { waitBefore } from "./backoff.ts";
import type { LiveMessage, LiveRequest } from "./shapes.ts";

/** As much of a WebSocket as is needed, so that a test can bring its own. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

export interface LiveWorld {
  readonly open: () => Socket;
  readonly after: (ms: number, then: () => void) => () => void;
  readonly chance: () => number;
  readonly hear: (message: LiveMessage) => void;
}

function messageOf(data: unknown): LiveMessage | null {
  if (typeof data !== "string") return null;
  try {
    return JSON.parse(data) as LiveMessage;
  } catch {
    return null;
  }
}

/** This page puts people together from what is new of them. */
const said = (request: LiveRequest): string =>
  JSON.stringify(request.watch === "nothing" ? request : { ...request, changes: true });

/** The live feed: one connection that comes back by itself and asks again for what was being watched. */
export class Live {
  #socket: Socket | null = null;
  #open = false;
  #tries = 0;
  #stopped = true;
  #forgetTimer: () => void = () => {};
  #watching: LiveRequest = { watch: "board" };
  readonly #world: LiveWorld;

  constructor(world: LiveWorld) {
    this.#world = world;
  }

  start(): void {
    this.#stopped = false;
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#forgetTimer();
    this.#drop();
  }

  watch(request: LiveRequest): void {
    this.#watching = request;
    if (this.#open) this.#socket?.send(said(request));
  }

  /** A connection that is open but dumb is as good as none: drop it and try again. */
  revive(): void {
    if (this.#stopped) return;
    this.#drop();
    this.#again();
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#open = false;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #connect(): void {
    const socket = this.#world.open();
    this.#socket = socket;
    socket.onopen = () => {
      this.#open = true;
      socket.send(said(this.#watching));
    };
    socket.onmessage = ({ data }) => {
      this.#tries = 0;
      const message = messageOf(data);
      if (message !== null) this.#world.hear(message);
    };
    socket.onclose = () => {
      this.#drop();
      this.#again();
    };
  }

  #again(): void {
    this.#forgetTimer();
    const wait = waitBefore(this.#tries, this.#world.chance());
    this.#tries += 1;
    this.#forgetTimer = this.#world.after(wait, () => {
      if (!this.#stopped) this.#connect();
    });
  }
}
