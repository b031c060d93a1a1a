import type { Route } from "./drug.ts";

/** What a row of the list says about where the drug goes, in one width (`oneWidth`). */
export interface RouteText {
  /** 区分: 内用薬, 注射薬, 外用薬, 歯科用薬剤 */
  readonly kind: string;
  readonly code: string;
  readonly name: string;
}

export type Use = "internal" | "injection" | "external";

/**
 * Characters 5 to 7 of the code: 001–399 by mouth, 400–699 by injection, 700–999 external
 * (薬価基準収載医薬品コード, MHLW: 投与経路及び成分). null: not a code of the list.
 */
export function useOf(code: string): Use | null {
  const digits = code.slice(4, 7);
  if (!/^\d{3}$/.test(digits) || digits === "000") return null;
  const number = Number(digits);
  if (number < 400) return "internal";
  return number < 700 ? "injection" : "external";
}

interface Row {
  readonly says: RegExp;
  readonly routes: readonly Route[];
}

/** Ways of injection as they stand in names. The first is what is usual. */
const injections: readonly Row[] = [
  { says: /皮下注?・筋注|筋注・皮下/, routes: ["subcutaneous", "intramuscular"] },
  { says: /皮下注?・静注|静注・皮下/, routes: ["subcutaneous", "intravenous"] },
  { says: /筋注・静注|静注・筋注/, routes: ["intramuscular", "intravenous"] },
  { says: /点滴静注|静注|静脈|点滴|輸液/, routes: ["intravenous"] },
  { says: /筋注|筋肉/, routes: ["intramuscular"] },
  { says: /皮下/, routes: ["subcutaneous"] },
  { says: /注入|灌流|腹膜|透析|潅流|関節|髄注|硝子体|脊麻|腰麻|皮内|歯科/, routes: ["other"] },
];

/** Ways of external use, by name; the first row that fits. */
const externals: readonly Row[] = [
  { says: /点眼・点鼻|点眼点鼻/, routes: ["ophthalmic", "nasal"] },
  { says: /眼[・科]*耳|点眼・?点耳|耳鼻・?眼|眼・耳/, routes: ["ophthalmic", "otic", "nasal"] },
  { says: /点眼|眼軟膏|眼科|眼用|眼検査|洗眼|眼灌流|眼内/, routes: ["ophthalmic"] },
  { says: /点耳|耳科|耳用/, routes: ["otic"] },
  { says: /点鼻|鼻用|鼻腔|鼻噴霧|鼻注/, routes: ["nasal"] },
  {
    says: /吸入|エアゾール|エロゾル|リレンザ|インヘラー|ディスカス|エリプタ|ヘイラー|レスピマット|ブリーズヘラー|ジェヌエア|ロタディスク|ディスクヘラー|エアロスフィア|吸エア/,
    routes: ["inhalation"],
  },
  { says: /膣|腟|ウトロゲスタン|ルティナス|ワンクリノン/, routes: ["vaginal"] },
  { says: /坐剤|坐薬|坐削|注腸|浣腸|直腸|肛門|痔/, routes: ["rectal"] },
  { says: /舌下/, routes: ["sublingual"] },
  { says: /歯科|歯肉|根管/, routes: ["dental"] },
  { says: /口腔|口内|うがい|含嗽|トローチ|バッカル|咽喉|イソジンガーグル|ガーグル/, routes: ["other"] },
  {
    says: /軟膏|クリーム|ローション|ゲル|外用|塗布|フォーム|ワイプ|シャンプー|スプレー|消毒|手指|皮膚/,
    routes: ["cutaneous"],
  },
];

/** By class, where the name is silent: 日本標準商品分類 87. */
const classes: readonly Row[] = [
  { says: /^111/, routes: ["inhalation"] }, // 全身麻酔剤
  { says: /^131/, routes: ["ophthalmic"] }, // 眼科用剤
  { says: /^2(?:25|29)/, routes: ["inhalation"] }, // 気管支拡張剤, その他の呼吸器官用薬
  { says: /^2(?:35|55)/, routes: ["rectal"] }, // 下剤、浣腸剤, 痔疾用剤
  { says: /^26/, routes: ["cutaneous"] }, // 外皮用薬
];

/** Form letter (character 8) of external drugs, where name and class are silent: ointment, cream, suppository, vaginal tablet. */
const formRoutes: Readonly<Record<string, readonly Route[]>> = {
  H: ["vaginal"],
  J: ["rectal"],
  K: ["rectal"],
  M: ["cutaneous"],
  N: ["cutaneous"],
};

const isPlaster = /テープ|パッチ|パップ|貼付|TTS/;
/** Plasters of class 26 (外皮用薬) act where they stick; all others are meant for the whole body. */
const plasterRoutes = (code: string): readonly Route[] =>
  code.startsWith("26") ? ["cutaneous", "transdermal"] : ["transdermal"];

/** Form letters of tablets and capsules that release slowly or only in the gut: G and N, H and P. They must not be crushed for a tube. */
const isModified = /^.{7}[GHNP]/;
const isModifiedByName = /徐放|腸溶|持続/;

function internalRoutes({ code, name }: RouteText): readonly Route[] {
  if (code.charAt(7) === "K" || /舌下|バッカル/.test(name)) return ["sublingual"];
  return isModified.test(code) || isModifiedByName.test(name) ? ["oral"] : ["oral", "enteral-tube"];
}

function externalRoutes({ code, name }: RouteText): readonly Route[] {
  const form = code.charAt(7);
  if (form === "S" || isPlaster.test(name)) return plasterRoutes(code);
  const byName = externals.find(({ says }) => says.test(name));
  const byClass = classes.find(({ says }) => says.test(code));
  return byName?.routes ?? byClass?.routes ?? formRoutes[form] ?? ["other"];
}

/** Never empty; "other" where neither name, class nor form letter tell. */
export function routesOf(text: RouteText): readonly Route[] {
  if (text.kind.startsWith("歯科")) return ["dental"];
  switch (useOf(text.code)) {
    case "internal":
      return internalRoutes(text);
    case "injection":
      return injections.find(({ says }) => says.test(text.name))?.routes ?? ["injection"];
    case "external":
      return externalRoutes(text);
    default:
      return ["other"];
  }
}
