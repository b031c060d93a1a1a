import { connect, type Socket } from "node:net";

/** The little of PostgreSQL's protocol 3.0 that the comparison needs: simple queries, and COPY in binary both ways. */
export class PostgresWire {
  readonly #socket: Socket;
  #buffered: Buffer = Buffer.alloc(0);
  #parts: Buffer[] = [];
  #columns: (string | null)[][] = [];
  #waiting: { resolve: () => void; reject: (error: Error) => void } | null = null;
  #error: Error | null = null;
  #copyIn: Uint8Array | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (data) => this.#receive(data));
    socket.on("error", (error) => this.#waiting?.reject(error));
  }

  static async connect(port: number, user: string): Promise<PostgresWire> {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    const wire = new PostgresWire(socket);
    const text = Buffer.from(`user\0${user}\0database\0postgres\0\0`);
    const head = Buffer.alloc(8);
    head.writeInt32BE(text.length + 8, 0);
    head.writeInt32BE(196_608, 4);
    await wire.#exchange(Buffer.concat([head, text]));
    return wire;
  }

  async query(sql: string): Promise<(string | null)[][]> {
    this.#columns = [];
    await this.#exchange(message("Q", Buffer.from(`${sql}\0`)));
    return this.#columns;
  }

  /** `copy … from stdin (format binary)`; resolves when it is committed. */
  async copyIn(sql: string, rows: Uint8Array): Promise<void> {
    this.#copyIn = rows;
    await this.#exchange(message("Q", Buffer.from(`${sql}\0`)));
  }

  /** `copy … to stdout (format binary)`: the bytes, without looking into them. */
  async copyOut(sql: string): Promise<Buffer> {
    this.#parts = [];
    await this.#exchange(message("Q", Buffer.from(`${sql}\0`)));
    return Buffer.concat(this.#parts);
  }

  close(): void {
    this.#socket.destroy();
  }

  #exchange(bytes: Uint8Array): Promise<void> {
    this.#error = null;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(bytes);
    });
  }

  #receive(data: Buffer): void {
    const all = this.#buffered.length === 0 ? data : Buffer.concat([this.#buffered, data]);
    let at = 0;
    while (at + 5 <= all.length) {
      const end = at + 1 + all.readInt32BE(at + 1);
      if (end > all.length) break;
      this.#handle(String.fromCharCode(all[at] as number), all.subarray(at + 5, end));
      at = end;
    }
    this.#buffered = all.subarray(at);
  }

  #handle(type: string, body: Buffer): void {
    if (type === "d") this.#parts.push(Buffer.from(body));
    else if (type === "D") this.#columns.push(textRow(body));
    else if (type === "E") this.#error = new Error(body.toString().replaceAll("\0", " "));
    else if (type === "G") this.#sendCopy();
    else if (type === "Z") this.#ready();
  }

  #sendCopy(): void {
    const rows = this.#copyIn ?? new Uint8Array(0);
    this.#socket.write(message("d", rows));
    this.#socket.write(message("c", new Uint8Array(0)));
  }

  #ready(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (this.#error === null) waiting?.resolve();
    else waiting?.reject(this.#error);
  }
}

function message(type: string, body: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function textRow(body: Buffer): (string | null)[] {
  const row: (string | null)[] = [];
  let at = 2;
  for (let left = body.readInt16BE(0); left > 0; left--) {
    const length = body.readInt32BE(at);
    at += 4;
    row.push(length < 0 ? null : body.toString("utf8", at, at + length));
    at += Math.max(0, length);
  }
  return row;
}

/** Rows for COPY in binary: a signature, a count of fields before each row, a length before each field. */
export class CopyRows {
  #bytes: Buffer;
  #at = 0;

  constructor(size: number) {
    this.#bytes = Buffer.alloc(size + 64);
    this.#at = this.#bytes.write("PGCOPY\n\xff\r\n\0", "latin1");
    this.#at = this.#bytes.writeInt32BE(0, this.#at);
    this.#at = this.#bytes.writeInt32BE(0, this.#at);
  }

  row(fields: number): void {
    this.#room(2);
    this.#at = this.#bytes.writeInt16BE(fields, this.#at);
  }

  int4(value: number): void {
    this.#room(8);
    this.#at = this.#bytes.writeInt32BE(4, this.#at);
    this.#at = this.#bytes.writeInt32BE(value, this.#at);
  }

  /** Whole numbers below 2^53. */
  int8(value: number): void {
    this.#room(12);
    this.#at = this.#bytes.writeInt32BE(8, this.#at);
    this.#at = this.#bytes.writeInt32BE(Math.floor(value / 2 ** 32), this.#at);
    this.#at = this.#bytes.writeUInt32BE(value % 2 ** 32, this.#at);
  }

  bytes(value: Uint8Array): void {
    this.#room(4 + value.length);
    this.#at = this.#bytes.writeInt32BE(value.length, this.#at);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  taken(): Uint8Array {
    this.#room(2);
    this.#at = this.#bytes.writeInt16BE(-1, this.#at);
    return this.#bytes.subarray(0, this.#at);
  }

  #room(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = Buffer.alloc((this.#at + more) * 2);
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }
}

/** Fields of COPY in binary, row by row; the views point into `bytes`. */
export function* copiedRows(bytes: Buffer): Generator<Buffer[]> {
  // 11 bytes of signature, 4 of flags, 4 of the length of an extension, which is empty.
  let at = 19;
  for (;;) {
    const fields = bytes.readInt16BE(at);
    at += 2;
    if (fields < 0) return;
    const row: Buffer[] = [];
    for (let i = 0; i < fields; i++) {
      const length = bytes.readInt32BE(at);
      row.push(bytes.subarray(at + 4, at + 4 + Math.max(0, length)));
      at += 4 + Math.max(0, length);
    }
    yield row;
  }
}
