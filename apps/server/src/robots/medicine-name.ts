/** What people say around their name, at the beginning and at the end. */
const before =
  /^(はい|えーと|ええと|わたし(の(なまえ|名前))?は|私(の(名前|なまえ))?は|ぼくは|僕は|네|예|저는|제이름은|yes|i'm|iam|my ?name ?is|it's|itis)/u;
const after =
  /(です(よ)?|と(もうし|申し)ます|といいます|と言います|さん|さま|様|입니다|이에요|예요|이라고합니다|라고합니다|씨|님)$/u;

const katakana = /[ァ-ヶ]/gu;

/** Widths, kana, case and a phone's apostrophe do not tell people apart, and neither do blanks and signs. */
export const plain = (words: string): string =>
  words
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[’‘ʼ]/gu, "'")
    .replace(katakana, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) - 0x60))
    .replace(/[\s.,、。・!?‐-―~〜]/gu, "");

const stripped = (words: string): string => {
  let said = words;
  for (let left = before.exec(said); left && left[0].length < said.length; left = before.exec(said))
    said = said.slice(left[0].length);
  for (let right = after.exec(said); right && right[0].length < said.length; right = after.exec(said))
    said = said.slice(0, -right[0].length);
  return said;
};

/**
 * Is this the person's whole name, as it was said? Family name first or last. A part of it is not enough: two people of a ward
 * often share one. What cannot be told is no.
 */
export const isNameSaid = (words: string, name: string): boolean => {
  const parts = name.normalize("NFKC").trim().split(/\s+/u);
  const orders = new Set([parts.join(""), parts.toReversed().join("")].map(plain));
  const said = plain(words);
  return orders.has(said) || orders.has(stripped(said));
};

const noes =
  /^(いいえ|いや(です|だ)?|いりません|いらない|のみません|飲みません|のみたくない|飲みたくない|けっこうです|結構です|아니(요|오)|싫어요|안먹어요|안먹을래요|no|nothanks|nothankyou|idon'twantit)$/u;

/** Does somebody say that they do not want it? */
export const isNo = (words: string): boolean => noes.test(plain(words));
