import type { Words } from "@sakiyomi/core";

/** What a scanned package is: dispensed in itself, sold as a box, or a carton of boxes. */
export type PackageLevel = "dispensed" | "sold" | "carton" | "other" | "variable";

/**
 * First digit of the GTIN of a Japanese medicine (医療用医薬品を特定するための符号の容器への表示等について, MHLW, 2022-09-13): 0 the package
 * that is dispensed (調剤包装単位: a PTP sheet, an ampoule), 1 the box that is sold (販売包装単位), 2 the carton (元梱包装単位). Of other
 * goods 1 to 8 mean whatever their maker says, and 9 a measure that varies.
 */
export function packageLevel(gtin: string): PackageLevel {
  return levels[gtin.padStart(14, "0").charAt(0)] ?? "other";
}

const levels: Readonly<Record<string, PackageLevel>> = { 0: "dispensed", 1: "sold", 2: "carton", 9: "variable" };

/** Keys "package.dispensed" and so on. */
export const packageWords: Words = {
  en: {
    "package.dispensed": "package as dispensed",
    "package.sold": "box as sold",
    "package.carton": "carton",
    "package.other": "package of another kind",
    "package.variable": "package of variable measure",
  },
  ja: {
    "package.dispensed": "調剤包装単位",
    "package.sold": "販売包装単位",
    "package.carton": "元梱包装単位",
    "package.other": "その他の包装",
    "package.variable": "不定量の包装",
  },
  ko: {
    "package.dispensed": "조제 포장 단위",
    "package.sold": "판매 포장 단위",
    "package.carton": "운송용 외부 포장",
    "package.other": "기타 포장",
    "package.variable": "수량이 일정하지 않은 포장",
  },
};
