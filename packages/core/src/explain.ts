/** What a text that a CA or platform printed tells. An entry of its own: it loads every known text. */

export { type Explained, explainText, findCause, MAX_TEXT } from "./explain/explain.js";
