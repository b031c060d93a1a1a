import "@mantine/core/styles.css";
import "uplot/dist/uPlot.min.css";
import "./look/tokens.css";
import "./look/frame.css";
import "./look/board.css";
import "./look/person.css";
import "./look/forms.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { AlarmProvider } from "./alarm/alarm.tsx";
import { Setup } from "./door/setup.tsx";
import { SignIn } from "./door/sign-in.tsx";
import { startWorker } from "./house/push.ts";
import { FeedProvider } from "./link/feed.tsx";
import { queryClient, useSession } from "./link/queries.ts";
import { Loaded } from "./look/parts.tsx";
import { theme } from "./look/theme.ts";
import { ToastProvider } from "./look/toast.tsx";
import { router } from "./router.tsx";
import { VoiceProvider } from "./words/speak.tsx";

/** Setup, the door, or the house: never a flash of one before the other. */
function Entrance() {
  const query = useSession();
  return (
    <Loaded query={query}>
      {(session) => {
        if (session.needsSetup) return <Setup session={session} />;
        if (session.staff === null) return <SignIn session={session} />;
        return (
          <FeedProvider key={session.staff.id}>
            <AlarmProvider>
              <RouterProvider router={router} />
            </AlarmProvider>
          </FeedProvider>
        );
      }}
    </Loaded>
  );
}

const element = document.getElementById("root");
if (element === null) throw new Error("index.html has no #root");
createRoot(element).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <VoiceProvider>
          <ToastProvider>
            <Entrance />
          </ToastProvider>
        </VoiceProvider>
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
);
startWorker().catch(() => undefined);
