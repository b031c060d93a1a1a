import { DAY } from "@sakiyomi/core";
import type { OneDosePack } from "../../check/bedside.ts";
import { type Element, withCheckDigit, writeElements } from "../../gs1/index.ts";
import { inventedCode, inventedGtin } from "../invented-formulary.ts";
import { doseNear } from "./before-phrases.ts";
import { ANN, BO, bandCode, type Draft, gsrns, packCode, SituationError } from "./draft.ts";
import { amountOf, keyOf } from "./order-phrases.ts";
import { apply, type Phrase, partsOf } from "./phrase.ts";
import { dayOf, momentOfWords } from "./when.ts";

const FAR = "271231";
const short = (day: string): string => day.replaceAll("-", "").slice(2);

const band = (draft: Draft, code: string): void => {
  draft.person = { how: "wristband", code };
};
const photo = (draft: Draft, person: string, second: Readonly<Record<string, string>>): void => {
  const { birth, name } = second;
  draft.person = {
    how: "photo",
    person,
    second: birth ? { type: "birth-date", value: birth } : name ? { type: "name", value: name } : null,
  };
};

/** Turns the last digit into another one. */
const wrongDigit = (code: string, at: number): string =>
  code.slice(0, at) + String((Number(code[at]) + 1) % 10) + code.slice(at + 1);

/** How somebody found out who is before them. */
export const personPhrases: readonly Phrase[] = [
  {
    example: "wristband",
    means: "the newest one of Ann, the second that was printed",
    says: /^wristband$/,
    does: (draft) => band(draft, bandCode(gsrns.ann, 2)),
  },
  {
    example: "spare wristband",
    means: "the first one of Ann, which was lost and found again",
    says: /^spare wristband$/,
    does: (draft) => band(draft, bandCode(gsrns.ann, 1)),
  },
  {
    example: "wristband of Bo",
    means: "of somebody else who is here",
    says: /^wristband of Bo$/,
    does: (draft) => band(draft, bandCode(gsrns.bo, 1)),
  },
  {
    example: "wristband of a stranger",
    means: "of nobody who is here",
    says: /^wristband of a stranger$/,
    does: (draft) => band(draft, bandCode(gsrns.stranger, 1)),
  },
  {
    example: "wristband; wrong check digit",
    means: "one digit is wrong",
    says: /^wristband; wrong check digit$/,
    does: (draft) => band(draft, wrongDigit(bandCode(gsrns.ann, 2), 21)),
  },
  {
    example: "damaged wristband",
    means: "only a part of the code was read",
    says: /^damaged wristband$/,
    does: (draft) => band(draft, bandCode(gsrns.ann, 2).slice(0, 10)),
  },
  {
    example: "wristband without its printing",
    means: "the code says whose, but not which printing",
    says: /^wristband without its printing$/,
    does: (draft) => band(draft, `8018${gsrns.ann}`),
  },
  {
    example: "a package",
    means: "a medicine was scanned in place of the wristband",
    says: /^a package$/,
    does: (draft) => band(draft, `01${inventedGtin("pressure5")}`),
  },
  {
    example: "photo and birth date 1940-05-01",
    means: "the photo was looked at, and this was answered; “photo of Bo …” for the wrong photo",
    says: /^photo and birth date (?<birth>\S+)$/,
    does: (draft, words) => photo(draft, ANN, words),
  },
  {
    example: "photo and name Ann",
    means: "the photo was looked at, and this name was said",
    says: /^photo and name (?<name>.+)$/,
    does: (draft, words) => photo(draft, ANN, words),
  },
  { example: "photo", means: "nothing was asked", says: /^photo$/, does: (draft) => photo(draft, ANN, {}) },
  {
    example: "photo of Bo and birth date 1940-05-01",
    means: "the wrong photo",
    says: /^photo of Bo and birth date (?<birth>\S+)$/,
    does: (draft, words) => photo(draft, BO, words),
  },
];

interface PackSaid {
  readonly contents: string;
  readonly at: string;
  readonly more: readonly string[];
}

function addPack(draft: Draft, { contents, at, more }: PackSaid): void {
  const id = `pack-${draft.packs.length + 1}`;
  const moment = momentOfWords(at, draft);
  const held = partsOf(contents, ",").map((said) => {
    const [key = "", ...amount] = said.split(" ");
    const drug = inventedCode(keyOf(key));
    const order = draft.orders.find((one) => one.drug.code === drug.code);
    return { drug, amount: amountOf(amount.join(" ")), order: order?.id.slice(1) };
  });
  const doses = held.flatMap(({ order }) =>
    order ? [doseNear(draft, order, moment).dose.replace(/@prn.*/, "@prn")] : [],
  );
  const pack: OneDosePack = {
    id,
    person: ANN,
    doses,
    contents: held.map(({ drug, amount }) => ({ drug, amount })),
    expiry: more.includes("no expiry") ? null : (said(more, /^expires (\S+)$/) ?? "2027-12-31"),
    preparedAt: momentOfWords(said(more, /^made (.+)$/) ?? "00:01", draft),
    by: "staff:pharmacy",
    withdrawn: said(more, /^withdrawn: (.+)$/),
  };
  draft.packs.push(pack);
  draft.items.push({ code: packCode(gsrns.ann, id), count: 1, isPartial: false });
}

const said = (more: readonly string[], pattern: RegExp): string | null =>
  more.map((one) => pattern.exec(one)?.[1]).find((one) => one !== undefined) ?? null;

function packageCode(key: string, more: readonly string[], draft: Draft): string {
  const level = more.includes("box") ? "box" : "dispensed";
  const gtin = inventedGtin(keyOf(key), level);
  if (more.includes("wrong check digit")) return `01${wrongDigit(gtin, 13)}17${FAR}10L1`;
  const day = said(more, /^expires (\d{4}-\d\d-\d\d|today|yesterday)$/);
  const month = said(more, /^expires in (\d{4}-\d\d)$/);
  const days: Readonly<Record<string, string>> = {
    today: dayOf(draft.now, draft.zone),
    yesterday: dayOf(draft.now - DAY, draft.zone),
  };
  const isBare = more.includes("no expiry") || more.includes("composite");
  const expiry = month ? `${short(month)}00` : day ? short(days[day] ?? day) : FAR;
  const fields: Element[] = [{ ai: "01", value: gtin }];
  if (!isBare) fields.push({ ai: "17", value: expiry }, { ai: "10", value: "L1" });
  const code = writeElements(fields);
  if (!code.ok) throw new SituationError(`no code for ${key}: ${code.refusal.code}`);
  return code.value;
}

const item = (draft: Draft, code: string, count = 1, isPartial = false): void => {
  draft.items.push({ code, count, isPartial });
};

/** What was scanned. */
export const itemPhrases: readonly Phrase[] = [
  {
    example: "pack for 08:00: pressure5 1 tablet, heart 1 tablet",
    means:
      "a pack of the house for the doses of that hour; may be followed by “; expires 2026-11-22”, “; no expiry”, “; made yesterday 06:00”, “; withdrawn: why”",
    says: /^pack for (?<at>(?:yesterday |tomorrow )?\d\d:\d\d): (?<contents>[^;]+)(?<more>;.+)?$/,
    does: (draft, { at = "", contents = "", more = "" }) =>
      addPack(draft, { at, contents, more: partsOf(more ?? "", ";") }),
  },
  {
    example: "the same again",
    means: "the very same code as before",
    says: /^the same again$/,
    does: (draft) => {
      draft.items.push(...draft.items.slice(-1));
    },
  },
  {
    example: "pack of Bo",
    means: "of somebody else who is here",
    says: /^pack of Bo$/,
    does: (draft) => item(draft, packCode(gsrns.bo, "pack-bo")),
  },
  {
    example: "unknown pack",
    means: "the label is of this house, and nobody has that pack",
    says: /^unknown pack$/,
    does: (draft) => item(draft, packCode(gsrns.stranger, "pack-99")),
  },
  {
    example: "damaged code",
    means: "only a part was read",
    says: /^damaged code$/,
    does: (draft) => item(draft, "0104"),
  },
  {
    example: "unknown code",
    means: "a good code that is not in the table of packages",
    says: /^unknown code$/,
    does: (draft) => item(draft, `01${withCheckDigit("0952999999999")}17${FAR}10L1`),
  },
  {
    example: "a wristband",
    means: "scanned in place of a medicine",
    says: /^a wristband$/,
    does: (draft) => item(draft, bandCode(gsrns.ann, 2)),
  },
  {
    example: "2 x pressure; expires today",
    means:
      "so many packages (1 where no number stands) with lot and expiry; may be followed by “; expires 2026-11-22” (or today, yesterday, “in 2026-11” for a month only), “; no expiry”, “; composite” (only the linear part was read), “; box” (the code of the whole box), “; wrong check digit”",
    says: /^(?:(?<count>\d+) x )?(?<key>[a-zA-Z]\w*)(?<more>;.+)?$/,
    does: (draft, { count, key = "", more }) => {
      const modifiers = partsOf(more ?? "", ";");
      item(draft, packageCode(key, modifiers, draft), Number(count ?? 1), modifiers.includes("composite"));
    },
  },
];

export function readPerson(draft: Draft, cell: string): void {
  if (partsOf(cell, "|").length > 0) apply(draft, cell.trim(), personPhrases);
}

/** What was scanned, with " + " between two. */
export function readItems(draft: Draft, cell: string): void {
  for (const one of partsOf(cell, " + ")) apply(draft, one, itemPhrases);
}
