export { checkDigit, gsrnOf, isChecked, readGtin, withCheckDigit } from "./check-digit.ts";
export { type Elements, readElements } from "./elements.ts";
export { type Element, FNC1 } from "./fields.ts";
export { identifier } from "./identifiers.ts";
export { type Label, type LabelCode, labelIn, packLabel, readLabel, wristbandLabel } from "./labels.ts";
export { type PackageLevel, packageLevel, packageWords } from "./packages.ts";
export { bracketed, writeElements } from "./write.ts";
