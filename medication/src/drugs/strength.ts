import type { DoseUnit, Quantity, Route, Strength } from "./drug.ts";
import type { Use } from "./routes.ts";

/** What the list's text about a pack (規格) says. null where it does not say it, or says what can be read in two ways. */
export interface Pack {
  readonly strength: Strength | null;
  readonly fill: Quantity | null;
  readonly unit: DoseUnit | null;
}

/** Of the row, in one width (`oneWidth`). */
export interface PackText {
  /** "10mg1錠" */
  readonly pack: string;
  readonly ingredient: string;
  readonly name: string;
  readonly use: Use;
  readonly route: Route;
}

/** What a number in the text counts: the drug itself, how much of the preparation, or a thing. */
interface Said {
  readonly drug: Quantity | { readonly percent: number } | null;
  readonly volume: Quantity | null;
  /** "錠", "管"; null: priced by the gram or millilitre. */
  readonly thing: string | null;
  readonly things: number;
  /** Puffs in the thing, where it says so. */
  readonly puffs: boolean;
}

const exact = (value: number): number => Number(value.toPrecision(12));

/** What each unit of the drug itself is, and how many of ours it makes. */
const drugUnits: Readonly<Record<string, readonly [unit: DoseUnit, times: number]>> = {
  mg: ["mg", 1],
  μg: ["ug", 1],
  g: ["g", 1],
  mEq: ["meq", 1],
  国際単位: ["[iU]", 1],
  万国際単位: ["[iU]", 1e4],
  ヘパリン国際単位: ["[iU]", 1],
  単位: ["[arb'U]", 1],
  万単位: ["[arb'U]", 1e4],
  K単位: ["[arb'U]", 1e3],
  万国内標準単位: ["[arb'U]", 1e4],
};

const number = String.raw`(\d[\d,]*(?:\.\d+)?)`;
const units = ["%", ...Object.keys(drugUnits)].sort((one, other) => other.length - one.length).join("|");
/** "鉄50mg1錠": reckoned as iron. The words change nothing about the amount. */
const asWhat = "(?:鉄|カリウム|エルカトニン|酢酸テリパラチド|低分子量?(?=ヘパリン)|低分子量?ヘパリン(?=単位))?";
const drugPart = new RegExp(String.raw`^${asWhat}${number}${asWhat}(${units})(?=\d|バイアル)`);
const bracketedPart = new RegExp(String.raw`^\(${number}(${units})\)(?=\d)`);
const areaPart = /^[\d.]+(?:cm|mm)(?:2(?=1枚)|(?:×[\d.]+(?:cm|mm))+)?/;
const volumePart = new RegExp(`^${number}(mL|L|mg|g)`);
const puffPart = /^\d+(?:吸入|ブリスター)(?=1)/;
const thingPart =
  /^(\d*)(錠|カプセル|丸|包|袋|瓶|管|枚|個|筒|キット|カセット|シリンジ|本|シート|セット|組|回分|缶|容器|バイアル)$/;
/** Behind the amount without changing it: what it is reckoned as, and what lies beside it in the box. */
const aside = /\((?:[^()]*(?:として|相当量|換算量として|付)|[\d.]+(?:μg|mg))\)$/;

/** Takes the text apart from the left; null where something is left over. */
function readSaid(pack: string): Said | null {
  let rest = pack.replace(aside, "");
  const take = (part: RegExp): RegExpExecArray | null => {
    const found = part.exec(rest);
    if (found !== null) rest = rest.slice(found[0].length);
    return found;
  };
  const drug = take(drugPart) ?? take(bracketedPart);
  take(areaPart);
  const volume = take(volumePart);
  const puffs = take(puffPart) !== null;
  const thing = take(thingPart);
  if (rest !== "") return null;
  return {
    drug: drug === null ? null : drugOf(drug),
    volume: volume === null ? null : volumeOf(volume),
    thing: thing?.[2] ?? null,
    things: Number(thing?.[1] || 1),
    puffs,
  };
}

const numberIn = (text = ""): number => Number(text.replaceAll(",", ""));

function drugOf([, value, unit = ""]: RegExpExecArray): Said["drug"] {
  if (unit === "%") return { percent: numberIn(value) };
  const [ours, times] = drugUnits[unit] ?? ["mg", Number.NaN];
  return { value: exact(numberIn(value) * times), unit: ours };
}

function volumeOf([, value, unit]: RegExpExecArray): Quantity {
  if (unit === "L") return { value: exact(numberIn(value) * 1000), unit: "mL" };
  if (unit === "mg") return { value: exact(numberIn(value) / 1000), unit: "g" };
  return { value: numberIn(value), unit: unit === "mL" ? "mL" : "g" };
}

type UnitOf = DoseUnit | ((text: PackText) => DoseUnit | "by volume");
const byUse =
  (internal: DoseUnit, injection: DoseUnit, external: DoseUnit | "by volume") =>
  ({ use }: PackText): DoseUnit | "by volume" =>
    use === "internal" ? internal : use === "injection" ? injection : external;

/** What a drug is counted in when the list counts it in these things. */
const unitsOfThings: Readonly<Record<string, UnitOf>> = {
  錠: "{tablet}",
  丸: "{tablet}",
  カプセル: "{capsule}",
  包: "{packet}",
  袋: byUse("{packet}", "{vial}", "{packet}"),
  瓶: byUse("{vial}", "{vial}", "by volume"),
  管: (text) => (text.route === "inhalation" ? "{vial}" : byUse("{vial}", "{vial}", "by volume")(text)),
  バイアル: () => "by volume",
  枚: byUse("{sheet}", "{sheet}", "{patch}"),
  個: ({ route }) => (route === "rectal" || route === "vaginal" ? "{suppository}" : "{dose}"),
  シート: "{sheet}",
  回分: "{dose}",
};

/** Drops and puffs are counted whatever the bottle is. How large a drop is, the list does not know. */
const unitsOfRoutes: Partial<Readonly<Record<Route, DoseUnit>>> = {
  ophthalmic: "{drop}",
  otic: "{drop}",
  nasal: "{puff}",
};
const inVessels = new Set(["瓶", "管", "個", "筒", "本", "キット", null]);

function unitOf(text: PackText, said: Said): DoseUnit | null {
  if (said.puffs || isOfPuffs(text)) return "{puff}";
  const byRoute = text.use === "external" ? unitsOfRoutes[text.route] : undefined;
  if (byRoute !== undefined && said.volume?.unit === "mL" && inVessels.has(said.thing)) return byRoute;
  if (said.thing === null) return said.volume?.unit ?? null;
  const unit = unitsOfThings[said.thing] ?? "{kit}";
  const chosen = typeof unit === "function" ? unit(text) : unit;
  return chosen === "by volume" ? (said.volume?.unit ?? "{vial}") : chosen;
}

/** "フルナーゼ点鼻液50μg28噴霧用": counted in puffs, whatever the bottle holds. */
const isOfPuffs = ({ use, name }: PackText): boolean => use === "external" && /\d(?:吸入|噴霧)|吸入\d+回/.test(name);

/** Of more than one ingredient, a single amount could be of any of them, or of all. */
const isOfMany = ({ ingredient, name }: PackText): boolean => /・|配合/.test(ingredient) || name.includes("配合");

/**
 * "2g1包" may be the drug or the powder around it: it is the drug in a vial for injection, and where the name says the same
 * 2 g, which has to be the content (see `namedUnits`).
 */
function saidOf(text: PackText): Said | null {
  const said = readSaid(text.pack);
  const weight = said?.drug;
  if (said === null || said.volume !== null || !weight || "percent" in weight || weight.unit !== "g") return said;
  const isDrug = text.use === "injection" || new RegExp(`(?<![\\d.])${weight.value}g`).test(text.name);
  return isDrug ? said : { ...said, drug: null, volume: weight };
}

/** w/v for millilitres and w/w for grams, as the Japanese Pharmacopoeia writes percentages (General Notices 9). */
function total(drug: Quantity | { readonly percent: number }, volume: Quantity | null): Quantity | null {
  if (!("percent" in drug)) return drug;
  return volume === null ? null : { value: exact(drug.percent * 10 * volume.value), unit: "mg" };
}

function strengthOf(text: PackText, said: Said, unit: DoseUnit): Strength | null {
  if (isOfMany(text) || said.things !== 1) return null;
  if (unit === "{puff}" && !(said.puffs && said.drug !== null)) return strengthByName(text, unit);
  const { drug } = said;
  if (drug === null) return strengthByName(text, unit);
  const amount = total(drug, said.volume);
  if (amount === null) return null;
  const isCounted = said.thing !== null && !["g", "mL", "{drop}"].includes(unit);
  if (isCounted) return { amount: legible(amount), per: { value: 1, unit } };
  if (said.volume === null) return null;
  const each = { value: exact(amount.value / said.volume.value), unit: amount.unit };
  return { amount: legible(each), per: { value: 1, unit: said.volume.unit } };
}

/** Whose name has to say how much one of them holds (医療用医薬品の販売名の取扱い, MHLW 医薬発第935号, 2000: 有効成分の含量). */
const namedUnits = new Set<DoseUnit>(["{tablet}", "{capsule}", "{patch}", "{sheet}", "{suppository}", "{puff}"]);
const namedMass = /([\d,]+(?:\.\d+)?)(mg|μg)/g;

/** "カトレップパップ70mg", where the list itself gives only the size. Two amounts in a name are one too many. */
function strengthByName({ name }: PackText, unit: DoseUnit): Strength | null {
  const [mass, second] = name.replace(/「.*?」/g, "").matchAll(namedMass);
  if (mass === undefined || second !== undefined || !namedUnits.has(unit)) return null;
  return { amount: { value: numberIn(mass[1]), unit: mass[2] === "mg" ? "mg" : "ug" }, per: { value: 1, unit } };
}

/** 25 g rather than 25,000 mg. */
const legible = (amount: Quantity): Quantity =>
  amount.unit === "mg" && amount.value >= 10_000 ? { value: exact(amount.value / 1000), unit: "g" } : amount;

/** Insulin's units are the international ones (JP XVIII, Insulin Human), though the list leaves the word out. */
const inInternational = (text: PackText, strength: Strength | null): Strength | null =>
  strength?.amount.unit === "[arb'U]" && text.ingredient.includes("インスリン")
    ? { ...strength, amount: { ...strength.amount, unit: "[iU]" } }
    : strength;

function fillOf(said: Said, unit: DoseUnit): Quantity | null {
  const isCounted = said.thing !== null && said.things === 1 && unit !== said.volume?.unit;
  return isCounted && unit !== "{drop}" && unit !== "{puff}" ? said.volume : null;
}

/** Reads the amount, what one unit is, and how much it holds. A text of a form that is not known is null throughout. */
export function readPack(text: PackText): Pack {
  const said = saidOf(text);
  const unit = said === null ? null : unitOf(text, said);
  if (said === null || unit === null) return { strength: null, fill: null, unit: null };
  return { strength: inInternational(text, strengthOf(text, said, unit)), fill: fillOf(said, unit), unit };
}
