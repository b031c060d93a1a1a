import { LoneChoices, showAlone } from "../look/lone-page.tsx";
import { ThinkPage } from "./think-page.tsx";

/** The page by itself: no server, no people, only models. */
showAlone(
  "think.html",
  <main className="think-alone">
    <LoneChoices className="think-choices" />
    <ThinkPage />
  </main>,
);
