import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useVoice } from "../../words/speak.tsx";
import type { ChartView } from "../shapes.ts";
import { wardOf } from "../sheet/sheet-rows.ts";

/** Charts of one ward, where there are several: a hundred people are no list to choose from. */
export function useWard(charts: readonly ChartView[]) {
  const [ward, setWard] = useState("");
  const wards = [...new Set(charts.map(({ placeName }) => wardOf(placeName)))];
  return {
    ward,
    setWard,
    wards,
    shown: charts.filter(({ placeName }) => ward === "" || wardOf(placeName) === ward),
  };
}

export function WardFilter({ ward, setWard, wards }: Omit<ReturnType<typeof useWard>, "shown">) {
  const { t } = useVoice();
  if (wards.length < 2) return null;
  return (
    <NativeSelect
      label={t("place.ward")}
      data={[{ value: "", label: t("board.allWards") }, ...wards]}
      value={ward}
      onChange={(event) => setWard(event.currentTarget.value)}
    />
  );
}
