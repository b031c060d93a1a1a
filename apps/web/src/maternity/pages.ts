/** Every page of this part, for the router to fetch as one piece. */

import "./maternity.css";

export { HandbookPage } from "./handbook-page.tsx";
export { MaternityPage } from "./maternity-page.tsx";
export { PersonMaternityPage } from "./person-maternity-page.tsx";
