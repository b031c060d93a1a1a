import { Drawer } from "@mantine/core";
import { useVoice } from "../words/speak.tsx";
import { type About, type Effect, effectEvent } from "./hand-over.ts";
import type { AtBedside } from "./use-bedside.ts";

const effects: readonly Effect[] = ["good", "some", "none", "worse"];

/** What came of a medicine as needed: one tap. */
export function EffectSheet({ bedside, about, close }: { bedside: AtBedside; about: About; close: () => void }) {
  const { t } = useVoice();
  const say = async (effect: Effect) => {
    await bedside.tell([effectEvent(about, effect, "", bedside.saying(), `ev.${crypto.randomUUID()}`)]);
    close();
  };
  return (
    <Drawer
      opened
      onClose={close}
      position="bottom"
      size="auto"
      title={t("came.title")}
      classNames={{ content: "sheet" }}
    >
      <div className="choices">
        {effects.map((effect) => (
          <button key={effect} type="button" className="choice" onClick={() => void say(effect)}>
            {t(`came.${effect}`)}
          </button>
        ))}
      </div>
      <p className="muted small">{t("came.worseHint")}</p>
    </Drawer>
  );
}
