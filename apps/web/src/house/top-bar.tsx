import { Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useAlarm } from "../alarm/alarm.tsx";
import { welcome } from "../door/enter.ts";
import { useNow } from "../link/clock.ts";
import { useLink } from "../link/feed.tsx";
import { useSession } from "../link/queries.ts";
import { change, read } from "../link/requests.ts";
import type { Session } from "../link/shapes.ts";
import { Icon } from "../look/icons.tsx";
import { useDo } from "../look/toast.tsx";
import { useLeaving } from "../round/leaving.tsx";
import { useVoice } from "../words/speak.tsx";

function LinkPicture() {
  const { t } = useVoice();
  const { link } = useLink();
  return (
    <span className="link-state" data-link={link} role="status">
      <Icon name={link === "silent" ? "lost" : "live"} size={18} />
      <span>{t(`link.${link}`)}</span>
    </span>
  );
}

function SoundButton() {
  const { t } = useVoice();
  const { muted, blocked, setMuted } = useAlarm();
  const word = muted ? "settings.soundOff" : blocked ? "settings.soundBlocked" : "settings.soundOn";
  return (
    <button
      type="button"
      className="sound"
      data-muted={muted}
      data-blocked={blocked}
      aria-pressed={!muted}
      onClick={() => setMuted(!muted && !blocked)}
    >
      <Icon name={muted || blocked ? "muted" : "sound"} size={20} />
      <span>{t(word)}</span>
    </button>
  );
}

function PersonMenu({ name }: { readonly name: string }) {
  const { t } = useVoice();
  const act = useDo();
  const leave = async () => {
    await act(() => change("DELETE", "/api/session"));
    welcome(await read<Session>("/api/session"));
  };
  const { ask, question } = useLeaving(leave);
  return (
    <>
      {question}
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <button type="button" className="who" aria-label={t("door.signedInAs", { name })}>
            <Icon name="staff" size={20} />
            <span>{name}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("door.signedInAs", { name })}</Menu.Label>
          <Menu.Item onClick={() => void ask()}>{t("door.change")}</Menu.Item>
          <Menu.Item component={Link} to="/settings">
            {t("nav.settings")}
          </Menu.Item>
          <Menu.Item onClick={() => void ask()}>{t("door.signOut")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

export function TopBar() {
  const { t, clock } = useVoice();
  const session = useSession().data;
  const now = useNow();
  return (
    <header className="top">
      <Link to="/" className="mark" aria-label={t("app.toBoard")}>
        <img src="/icon.svg" alt="" width={30} height={30} />
        <span>{t("app.name")}</span>
      </Link>
      {session?.mode === "demo" ? <span className="demo-tag">{t("app.demo")}</span> : null}
      <span className="top-space" />
      <LinkPicture />
      <SoundButton />
      <time className="top-clock">{clock(now)}</time>
      {session?.staff ? <PersonMenu name={session.staff.name} /> : null}
    </header>
  );
}
