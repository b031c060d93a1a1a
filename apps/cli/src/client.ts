import { Fault, type Refusal } from "@sakiyomi/core";
import type { Receipt } from "@sakiyomi/server";

export interface Target {
  /** Of a running server: http://127.0.0.1:7700 */
  readonly url: string;
  /** Of a device or a gateway; made on the page of devices. */
  readonly token: string;
}

/** What the server would refuse as too long is sent in parts. */
const MESSAGES_A_REQUEST = 5000;

export interface Sent {
  stored: number;
  repeated: number;
  readonly refused: Refusal[];
}

export const nothingSent = (): Sent => ({ stored: 0, repeated: 0, refused: [] });

/** Posts messages to a running server, as a device would. @throws Fault CLI_SERVER */
export async function post(target: Target, messages: readonly unknown[], sent: Sent): Promise<void> {
  for (let i = 0; i < messages.length; i += MESSAGES_A_REQUEST) {
    const receipt = await postOnce(target, messages.slice(i, i + MESSAGES_A_REQUEST));
    sent.stored += receipt.stored;
    sent.repeated += receipt.repeated;
    sent.refused.push(...receipt.refused.map(({ refusal }) => refusal));
  }
}

async function postOnce({ url, token }: Target, messages: readonly unknown[]): Promise<Receipt> {
  const response = await fetch(new URL("/api/signals", url), {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${token}` },
    body: messages.map((one) => JSON.stringify(one)).join("\n"),
  }).catch((error: Error) => {
    const { cause } = error as { cause?: { message?: string } };
    throw new Fault("CLI_SERVER", `${url}: ${cause?.message || error.message}.`, { cause: error });
  });
  const body = (await response.json().catch(() => null)) as Receipt | { readonly code?: string } | null;
  if (body && "stored" in body) return body;
  throw new Fault("CLI_SERVER", `${url} answered ${response.status}${body?.code ? ` ${body.code}` : ""}.`);
}

/** Where to send, as the options say it. */
export function targetOf(
  to: string | undefined,
  token: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Target {
  const url = to ?? "http://127.0.0.1:7700";
  const secret = token ?? env.SAKIYOMI_TOKEN;
  if (!URL.canParse(url)) throw new Fault("CLI_USAGE", `${url} is no address, such as http://127.0.0.1:7700.`);
  if (secret === undefined) throw new Fault("CLI_USAGE", "A device token is needed: --token, or $SAKIYOMI_TOKEN.");
  return { url, token: secret };
}
