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
    says: /吸入|エアゾール|インヘラー|ディスカス|エリプタ|ヘイラー|レスピマット|ブリーズヘラー|ジェヌエア|ロタディスク|ディスクヘラー|エアロスフィア|吸エア/,
    routes: ["inhalation"],
  },
  { says: /膣|腟|ウトロゲスタン|ルティナス|ワンクリノン/, routes: ["vaginal"] },
  { says: /坐剤|坐薬|坐削|注腸|浣腸|直腸|肛門|痔/, routes: ["rectal"] },
  { says: /舌下/, routes: ["sublingual"] },
  { says: /歯科|歯肉|根管/, routes: ["dental"] },
  { says: /口腔|口内|うがい|含嗽|トローチ|バッカル|咽喉|イソジンガーグル|ガーグル/, routes: ["other"] },
  { says: /軟膏|クリーム|ローション|ゲル|外用|塗布|シャンプー|スプレー|消毒|手指|皮膚/, routes: ["cutaneous"] },
];

/** Plasters whose drug is meant for the whole body. 経皮吸収型: by the names of the classes' own products. */
const isThroughSkin = /経皮|TTS|パッチ|テープ|貼付/;

/** Form letter (character 8) of external drugs, where the name is silent: M and N ointment and cream, J suppository. */
const formRoutes: Readonly<Record<string, readonly Route[]>> = {
  H: ["vaginal"],
  J: ["rectal"],
  K: ["rectal"],
  M: ["cutaneous"],
  N: ["cutaneous"],
};

/** Never empty; "other" where neither code, name nor form letter tell. */
export function routesOf(text: RouteText): readonly Route[] {
  const use = useOf(text.code);
  if (text.kind.startsWith("歯科")) return ["dental"];
  if (use === "internal") return /舌下|バッカル/.test(text.name) ? ["sublingual"] : ["oral", "enteral-tube"];
  if (use === "injection") return injections.find((row) => row.says.test(text.name))?.routes ?? ["injection"];
  if (use === null) return ["other"];
  const form = text.code.charAt(7);
  const row = externals.find(({ says }) => says.test(text.name));
  if (row !== undefined) return row.routes;
  if (form === "S") return isThroughSkin.test(text.name) ? ["transdermal"] : ["cutaneous"];
  return formRoutes[form] ?? ["other"];
}
