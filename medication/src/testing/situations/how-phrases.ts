import { HOUR, MINUTE } from "@sakiyomi/core";
import type { Lease } from "../../check/bedside.ts";
import { route } from "../../drugs/drug.ts";
import { doseNear } from "./before-phrases.ts";
import { ANN, DEVICE, type Draft } from "./draft.ts";
import type { Phrase } from "./phrase.ts";
import { momentOfWords } from "./when.ts";

const leaseOf = ({ now }: Draft, said: Partial<Lease> = {}): Lease => ({
  id: "l1",
  person: ANN,
  device: DEVICE,
  staff: "staff:sato",
  from: now - HOUR,
  until: now + HOUR,
  ...said,
});

const offline = (draft: Draft, lease: Lease | null): void => {
  draft.network = { online: false, lease };
};

/** With which device and network, and what was chosen on the screen. */
export const howPhrases: readonly Phrase[] = [
  { example: "online", means: "with a network; nobody else has Ann", says: /^online$/, does: () => {} },
  {
    example: "online, Abe has her",
    means: "somebody else has taken Ann along, until an hour from now",
    says: /^online, Abe has her$/,
    does: (draft) => {
      draft.network = { online: true, leaseOfOther: leaseOf(draft, { device: "phone-2", staff: "staff:abe" }) };
    },
  },
  {
    example: "offline, taken along",
    means: "no network, and Ann was taken along on this device",
    says: /^offline, taken along$/,
    does: (draft) => offline(draft, leaseOf(draft)),
  },
  {
    example: "offline",
    means: "no network, nothing taken along",
    says: /^offline$/,
    does: (draft) => offline(draft, null),
  },
  {
    example: "offline, taken along until an hour ago",
    means: "no network, and the time is over",
    says: /^offline, taken along until an hour ago$/,
    does: (draft) => offline(draft, leaseOf(draft, { from: draft.now - 3 * HOUR, until: draft.now - HOUR })),
  },
  {
    example: "offline, on another device",
    means: "no network, and another device has Ann",
    says: /^offline, on another device$/,
    does: (draft) => offline(draft, leaseOf(draft, { device: "phone-2" })),
  },
  {
    example: "clock off by 60 min",
    means: "the device's clock against the server's, as last heard",
    says: /^clock off by (?<min>\d+) min$/,
    does: (draft, { min }) => {
      draft.clockOffMs = Number(min) * MINUTE;
    },
  },
  {
    example: "clock unknown",
    means: "no time was ever heard from the server",
    says: /^clock unknown$/,
    does: (draft) => {
      draft.clockOffMs = null;
    },
  },
  {
    example: "chose intravenous",
    means: "this route was chosen on the screen",
    says: /^chose (?<route>\S+)$/,
    does: (draft, words) => {
      draft.route = route.parse(words.route);
    },
  },
  {
    example: "wanted 1 at 08:00",
    means: "this dose was chosen before scanning (of order 1); without it, what the scan fits",
    says: /^wanted (?<n>\d+) at (?<at>.+)$/,
    does: (draft, { n = "", at = "" }) => {
      const { dose } = doseNear(draft, n, momentOfWords(at, draft));
      draft.wanted = [...(draft.wanted ?? []), dose.replace(/@prn.*/, "@prn")];
    },
  },
  {
    example: "wanted a dose that nobody ordered",
    means: "chosen on a screen that is out of date",
    says: /^wanted a dose that nobody ordered$/,
    does: (draft) => {
      draft.wanted = ["o99@2026-11-23/0"];
    },
  },
];

const staffMay = (draft: Draft, may: Draft["staff"]["may"]): void => {
  draft.staff = { ...draft.staff, may, mayOverride: may === "give" };
};

/** Who gives it (Sato), and who signed as the second person. */
export const staffPhrases: readonly Phrase[] = [
  {
    example: "nurse",
    means: "may give everything, and overrule",
    says: /^nurse$/,
    does: (draft) => staffMay(draft, "give"),
  },
  { example: "carer", means: "may only help", says: /^carer$/, does: (draft) => staffMay(draft, "assist") },
  { example: "cleaner", means: "may give nothing", says: /^cleaner$/, does: (draft) => staffMay(draft, "nothing") },
  {
    example: "robot",
    means: "the care robot: helps as a carer does, and overrules nothing",
    says: /^robot$/,
    does: (draft) => {
      draft.staff = { id: "robot:airec", may: "assist", mayOverride: false };
    },
  },
  {
    example: "with Abe",
    means: "Abe signed as the second person",
    says: /^with Abe$/,
    does: (draft) => {
      draft.witness = "staff:abe";
    },
  },
  {
    example: "with herself",
    means: "Sato signed as the second person, too",
    says: /^with herself$/,
    does: (draft) => {
      draft.witness = draft.staff.id;
    },
  },
  {
    example: "with a carer",
    means: "somebody signed who may not be the second person",
    says: /^with a carer$/,
    does: (draft) => {
      draft.witness = "staff:ito";
      draft.witnessMay = false;
    },
  },
];
