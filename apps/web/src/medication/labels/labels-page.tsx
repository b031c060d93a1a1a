import { Tabs } from "@mantine/core";
import { useState } from "react";
import { Loaded, Page } from "../../look/parts.tsx";
import { useVoice } from "../../words/speak.tsx";
import { useCharts } from "../desk.ts";
import { BackToMedicines } from "../parts/back-link.tsx";
import { BandsPanel } from "./bands-panel.tsx";
import { PacksPanel } from "./packs-panel.tsx";

/** Packs of one dose with their labels, and wristbands: what is scanned at the bedside is printed here. */
export function LabelsPage() {
  const { t } = useVoice();
  const query = useCharts(null);
  const [asked] = useState(() => new URLSearchParams(location.search));
  const person = asked.get("person");
  return (
    <Page title={t("med.labels")} lead={t("med.labelsLead")} action={<BackToMedicines />} wide>
      <Loaded query={query}>
        {(view) => (
          <Tabs defaultValue={asked.get("tab") ?? "packs"} keepMounted={false}>
            <Tabs.List className="tab-list no-print">
              <Tabs.Tab value="packs">{t("med.packs")}</Tabs.Tab>
              <Tabs.Tab value="bands">{t("med.bands")}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="packs" className="below-tabs">
              <PacksPanel view={view} person={person} />
            </Tabs.Panel>
            <Tabs.Panel value="bands" className="below-tabs">
              <BandsPanel view={view} person={person} />
            </Tabs.Panel>
          </Tabs>
        )}
      </Loaded>
    </Page>
  );
}
