/** Colours of text, each on its background, light and dark; a test holds them to a contrast of 7 to 1 (WCAG 2.2 §1.4.6). */
export const PALETTES = {
  light: {
    paper: "#ffffff",
    ink: "#1b1f24",
    soft: "#4a5058",
    line: "#c4cad1",
    good: "#0b5a25",
    bad: "#9b0016",
    unsure: "#6b4300",
    link: "#0a4a94",
  },
  dark: {
    paper: "#101418",
    ink: "#e8ecf0",
    soft: "#b4bcc6",
    line: "#444c56",
    good: "#7ee29a",
    bad: "#ffa8a3",
    unsure: "#f0cc6a",
    link: "#94c5ff",
  },
} as const;

const variables = (palette: Readonly<Record<string, string>>): string =>
  Object.entries(palette)
    .map(([name, color]) => `--${name}: ${color};`)
    .join(" ");

export const STYLE = `
:root { color-scheme: light dark; ${variables(PALETTES.light)} }
@media (prefers-color-scheme: dark) { :root { ${variables(PALETTES.dark)} } }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
h3 { font-size: 1rem; margin-bottom: 0.25rem; }
a { color: var(--link); }
code { font-family: ui-monospace, monospace; font-size: 0.9em; overflow-wrap: anywhere; }
p { margin: 0.25rem 0; white-space: pre-line; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: bold; margin: 1rem 0 0.25rem; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid var(--line); }
th[scope="row"], th[scope="rowgroup"] { font-weight: normal; }
th:has(code) { min-width: 8rem; }
td:has(code) { min-width: 10rem; }
td.time { white-space: nowrap; }
pre { overflow-x: auto; margin: 0.5rem 0; padding: 0.5rem; border: 1px solid var(--line); }
pre code { overflow-wrap: normal; }
small { display: block; color: var(--soft); font-size: 0.9em; }
tr.differs td { font-weight: bold; }
.will-issue { color: var(--good); }
.will-not-issue, .error { color: var(--bad); }
.cannot-tell, .warning, .differs .mark { color: var(--unsure); }
@media print { h2 { break-after: avoid; } tr { break-inside: avoid; } }
`;
