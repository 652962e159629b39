/** "a", "b" and "c"; of many, the first three and how many more there are. */
export function listTexts(texts: readonly string[]): string {
  const shown = texts.slice(0, 3).map((text) => `"${text}"`);
  const last = texts.length > 3 ? `${texts.length - 3} more` : shown.pop();
  return shown.length === 0 ? (last ?? "") : `${shown.join(", ")} and ${last}`;
}
