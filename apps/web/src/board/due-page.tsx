import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useNow } from "../link/clock.ts";
import { useBoardQuery } from "../link/queries.ts";
import { Loaded, Page, Panel } from "../look/parts.tsx";
import { shiftAt } from "../time/shift.ts";
import { useVoice } from "../words/speak.tsx";
import { DueList } from "./due-list.tsx";

export function DuePage() {
  const { t, clock, zone } = useVoice();
  const query = useBoardQuery();
  const [whose, setWhose] = useState<string>("all");
  const shift = shiftAt(useNow(10_000), zone);
  const choices = [
    { value: "all", label: t("due.all") },
    { value: "mine", label: t("due.mine") },
  ];
  return (
    <Page
      title={t("due.title")}
      lead={`${t(shift.name)}, ${t("shift.until", { clock: clock(shift.endsAt) })}`}
      action={<SegmentedControl data={choices} value={whose} onChange={setWhose} />}
    >
      <Loaded query={query}>
        {(board) => (
          <Panel>
            <DueList board={board} mine={whose === "mine"} />
          </Panel>
        )}
      </Loaded>
    </Page>
  );
}
