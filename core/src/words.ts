import type { Words } from "./1-signal/index.ts";

/** Sentences that every skill and every screen says in the same way. */
export const coreWords: Words = {
  en: {
    "core.never": "no reading yet",
    "core.stale": "no reading for {minutes} min",
    "core.staleHours": "no reading for {hours} h",
    "core.bad": "the sensor reports a bad reading",
    "core.struck": "the last entry was struck out",
    "core.expired": "the prediction has not been renewed",
  },
  ja: {
    "core.never": "まだ測定値がありません",
    "core.stale": "{minutes}分間、測定値がありません",
    "core.staleHours": "{hours}時間、測定値がありません",
    "core.bad": "センサーが測定不良を知らせています",
    "core.struck": "最後の記録は誤入力として取り消されました",
    "core.expired": "予測が更新されていません",
  },
  ko: {
    "core.never": "아직 측정값이 없습니다",
    "core.stale": "{minutes}분 동안 측정값이 없습니다",
    "core.staleHours": "{hours}시간 동안 측정값이 없습니다",
    "core.bad": "센서가 측정 불량을 알리고 있습니다",
    "core.struck": "마지막 기록이 오입력으로 취소되었습니다",
    "core.expired": "예측이 갱신되지 않았습니다",
  },
};
