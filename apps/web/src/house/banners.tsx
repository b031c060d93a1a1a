import { useEffect } from "react";
import { standing } from "../board/order.ts";
import { serverNow, useNow } from "../link/clock.ts";
import { useLink } from "../link/feed.tsx";
import { useBoardQuery, useSession } from "../link/queries.ts";
import { Icon } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";

/** The server has gone silent: said in words, with the age of what is seen. */
function SilentBanner() {
  const { t, clock, span } = useVoice();
  const { link, heardAt } = useLink();
  useNow();
  if (link !== "silent") return null;
  const said =
    heardAt === null
      ? t("link.reconnecting")
      : `${t("link.silentLong", { age: span(Date.now() - heardAt), clock: clock(serverNow() - (Date.now() - heardAt)) })} ${t("link.reconnecting")}`;
  return (
    <div className="banner" data-tone="silent" role="alert">
      <Icon name="lost" />
      <p>
        <strong>{t("link.silent")}.</strong> {said}
      </p>
    </div>
  );
}

/** After that the curves show by themselves where the gap or the overlap is. */
const JUMP_SHOWN_MS = 15 * 60_000;

/** The most urgent alert for who cannot see the board: spoken by a screen reader, and in the title of the tab. */
function AlertVoice() {
  const { t, say } = useVoice();
  const open = standing(useBoardQuery().data?.alerts ?? []).filter(({ state }) => state === "open");
  const first = open[0];
  const said =
    first === undefined ? "" : `${t(`level.${first.level}`)}: ${first.personName}. ${say(first.text, first.skill)}`;
  useEffect(() => {
    document.title = open.length === 0 ? "Sakiyomi" : `(${open.length}) ${said}`;
  }, [open.length, said]);
  return (
    <p className="visually-hidden" aria-live="assertive">
      {said}
    </p>
  );
}

export function Banners() {
  const { t, clock } = useVoice();
  const demo = useSession().data?.mode === "demo";
  const now = useNow(10_000);
  const board = useBoardQuery().data;
  const jump = board?.clockJump ?? null;
  return (
    <div className="banners">
      <AlertVoice />
      <SilentBanner />
      {jump === null || now - jump > JUMP_SHOWN_MS ? null : (
        <div className="banner" role="status">
          <Icon name="clock" />
          <p>{t("link.clockJump", { clock: clock(jump) })}</p>
        </div>
      )}
      {(board?.slowness ?? 1) > 1 ? (
        <div className="banner" role="status">
          <Icon name="clock" />
          <p>{t("link.slow")}</p>
        </div>
      ) : null}
      {demo ? (
        <div className="banner" data-tone="demo">
          <p>
            <strong>{t("app.demo")}.</strong> {t("app.demoLong")}
          </p>
        </div>
      ) : null}
    </div>
  );
}
