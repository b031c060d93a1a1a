/** One width for every digit, letter and kana (NFKC), one blank between words, the same sign for "micro". */
export const oneWidth = (text: string): string =>
  text.normalize("NFKC").replaceAll("µ", "μ").replaceAll("−", "-").replace(/\s+/g, " ").trim();

/** For searching: small letters, katakana for hiragana, no blanks, no middle dots. */
export const searchKey = (text: string): string =>
  oneWidth(text)
    .toLowerCase()
    .replace(/[ぁ-ゖ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
    .replace(/[\s・･]/g, "");
