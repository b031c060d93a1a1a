import { Tabs } from "@mantine/core";
import { useState } from "react";
import { Loaded, Page } from "../look/parts.tsx";
import { useRoles } from "../medication/may.ts";
import { useVoice } from "../words/speak.tsx";
import { useQueue } from "./desk.ts";
import { MeasuringDay } from "./measuring-day.tsx";
import { Queue } from "./queue.tsx";

function WholeQueue() {
  const query = useQueue();
  return (
    <Loaded query={query}>
      {(view) => (
        <div className="stack">
          <Queue view={view} />
        </div>
      )}
    </Loaded>
  );
}

/** The doctor's queue, and the pharmacist's table. */
export function RemotePage() {
  const { t } = useVoice();
  const roles = useRoles();
  const isDoctor = roles.includes("doctor") || roles.includes("nurse");
  const [tab, setTab] = useState<string>(
    () => new URLSearchParams(location.search).get("tab") ?? (isDoctor ? "queue" : "day"),
  );
  return (
    <Page title={t("nav.remote")} lead={t("remote.lead")}>
      <Tabs value={tab} onChange={(next) => setTab(next ?? "queue")} keepMounted={false}>
        <Tabs.List className="tab-list no-print">
          <Tabs.Tab value="queue">{t("remote.queue")}</Tabs.Tab>
          <Tabs.Tab value="day">{t("remote.day")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="queue" pt="md">
          <WholeQueue />
        </Tabs.Panel>
        <Tabs.Panel value="day" pt="md">
          <MeasuringDay />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
