import "uplot/dist/uPlot.min.css";
import "./think.css";
import { useEffect, useState } from "react";
import { Page, Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { FreeEnergyPanel } from "./free-energy-panel.tsx";
import { Player } from "./player.tsx";
import { DropArea, Sources } from "./sources.tsx";
import { StateSpace } from "./state-space.tsx";
import { TrainingPanel } from "./training-panel.tsx";
import { thinking, useThinking } from "./use-thinking.ts";
import { Errors, Eyes, HeatMaps, Joints, Pictures } from "./views.tsx";

/** What a model sees, expects, attends to and remembers, frame by frame. */
export function ThinkPage() {
  const { t } = useVoice();
  const scene = useThinking();
  const [wanted, setAt] = useState(0);
  useEffect(() => {
    if (thinking.scene().model === null) void thinking.takeToy("sarnn");
  }, []);
  const { episode, trace, model } = scene;
  const at = Math.min(wanted, Math.max(0, (episode?.length ?? 1) - 1));
  return (
    <DropArea>
      <Page title={t("think.title")} lead={t("think.lead")} wide>
        <div className="think-top">
          <Sources scene={scene} />
          <TrainingPanel scene={scene} />
        </div>
        {episode ? (
          // The bar stays in sight as long as there is something that it moves.
          <div className="stack">
            <div className="think-bar">
              <Player length={episode.length} rate={episode.rate} at={at} onAt={setAt} />
            </div>
            <div className="think-grid">
              <div className="stack">
                <Pictures episode={episode} trace={trace} at={at} />
                <Joints episode={episode} trace={trace} at={at} />
              </div>
              <div className="stack">
                <HeatMaps trace={trace} at={at} heat={model?.heat ?? null} />
                <Errors episode={episode} trace={trace} at={at} />
                <Panel title={t("think.eyesTitle")}>
                  <Eyes scene={scene} />
                </Panel>
              </div>
            </div>
            {trace.length > 2 ? (
              <Panel title={t("think.state")}>
                <StateSpace trace={trace} at={at} />
              </Panel>
            ) : null}
          </div>
        ) : (
          <div className="loading" role="status" aria-label={t("app.loading")} />
        )}
        <FreeEnergyPanel />
      </Page>
    </DropArea>
  );
}
