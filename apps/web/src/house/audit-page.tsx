import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useBoardQuery, useSession } from "../link/queries.ts";
import { read } from "../link/requests.ts";
import type { JournalLine } from "../link/shapes.ts";
import { Empty, Loaded, Page, Panel } from "../look/parts.tsx";
import { JournalLines, Looks, PersonJournal } from "../person/journal-panel.tsx";
import { useVoice } from "../words/speak.tsx";

/** Who did what in the house, without anything that was measured: for the auditor. */
function HouseJournal() {
  const query = useQuery({
    queryKey: ["audit"],
    queryFn: () => read<readonly JournalLine[]>("/api/journal"),
    staleTime: 0,
  });
  return (
    <Panel>
      <Loaded query={query}>{(lines) => <JournalLines lines={lines} />}</Loaded>
    </Panel>
  );
}

export function AuditPage() {
  const { t } = useVoice();
  const people = useBoardQuery().data?.people ?? [];
  const isAuditor = useSession().data?.staff?.roles.includes("auditor") ?? false;
  const [person, setPerson] = useState("");
  const options = [
    { value: "", label: isAuditor ? t("journal.everybody") : "–" },
    ...people.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Page
      title={t("journal.title")}
      lead={t("journal.lead")}
      action={
        <NativeSelect
          label={t("journal.choose")}
          data={options}
          value={person}
          onChange={(event) => setPerson(event.currentTarget.value)}
        />
      }
    >
      {person === "" && isAuditor ? <HouseJournal /> : null}
      {person === "" && !isAuditor ? <Empty icon="audit" title={t("journal.choose")} /> : null}
      {person === "" ? null : (
        <div className="two">
          <PersonJournal key={person} person={person} />
          <Looks key={`looks ${person}`} person={person} />
        </div>
      )}
    </Page>
  );
}
