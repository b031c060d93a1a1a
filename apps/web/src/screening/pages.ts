/** Every page of this part, for the router to fetch as one piece. */
import "./screening.css";

export { PersonScreeningPage } from "./person-screening-page.tsx";
export { ScreeningPage } from "./screening-page.tsx";
