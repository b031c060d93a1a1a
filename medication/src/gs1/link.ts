import { accept, type Read, refuse } from "@sakiyomi/core";
import { checkField, type Placed } from "./fields.ts";

/** Identifiers with which the path of a link may begin: a package, a person, somebody who serves. */
const keys = ["01", "8018", "8017"];

/** https://id.gs1.org/01/04512345678906/10/A1?17=270331 (GS1 Digital Link, URI syntax, release 1.4). */
export function splitLink(text: string): Read<readonly Placed[]> {
  const address = URL.parse(text);
  const path = address?.pathname.split("/") ?? [];
  const first = path.findIndex((part) => keys.includes(part));
  if (address === null || first === -1)
    return refuse("GS1_SHAPE", "code", text, "a GS1 Digital Link with /01/ or /8018/");
  const pairs: (readonly [ai: string, value: string])[] = [];
  for (let n = first; n < path.length; n += 2) pairs.push([path[n] ?? "", decoded(path[n + 1] ?? "")]);
  for (const pair of address.searchParams) if (/^\d{2,4}$/.test(pair[0])) pairs.push(pair);
  return checked(pairs, text);
}

function checked(pairs: readonly (readonly [ai: string, value: string])[], text: string): Read<readonly Placed[]> {
  const placed: Placed[] = [];
  for (const [ai, said] of pairs) {
    const value = ai === "01" && /^\d{8,13}$/.test(said) ? said.padStart(14, "0") : said;
    const at = Math.max(0, text.indexOf(`${ai}${text.includes(`/${ai}/`) ? "/" : "="}`));
    const field = checkField({ ai, value, at });
    if (!field.ok) return field;
    placed.push({ ai, value, at });
  }
  return accept(placed);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A broken escape stays as it is: what it then says is checked like everything else.
    return text;
  }
}
