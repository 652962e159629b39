import pc from "picocolors";
import type { ReportContext } from "../context.js";
import { forTerminal } from "../escape.js";
import { clip, count } from "../text.js";
import { alignCells, fitColumns, shorten } from "./columns.js";
import type { Delegation, EvidencePath, Question } from "./evidence-path.js";
import { cameBack, type Row, rowOf, rowsOf } from "./rows.js";

/** Questions in a section, and answers to a question. What is left out is counted, and in the JSON report. */
const MOST_SHOWN = 24;

/** Columns, where nobody knows how many there are. */
const WIDTH = 100;
const NARROWEST = 60;

interface Line {
  readonly cells: readonly string[];
  readonly differs?: boolean;
  readonly fails?: boolean;
  /** Below the line, indented. */
  readonly notes?: readonly string[];
}

/** Delegation, CAA and validation: who said what, the same answers once. Lines without their ends. */
export function prettyPath(path: EvidencePath, context: ReportContext): string[] {
  const colors = pc.createColors(context.color);
  const width = Math.max(NARROWEST, context.width ?? WIDTH);

  function section(title: string, list: readonly string[][]): string[] {
    if (list.length === 0) return [];
    const more = list.length - MOST_SHOWN;
    const lines = list.slice(0, MOST_SHOWN).flat();
    if (more > 0) lines.push(`    … and ${count(more, "more question")}`);
    return [`  ${colors.bold(title)}`, ...lines];
  }

  /** Lines in columns; marked are those that differ. */
  function table(lines: readonly Line[], indent: string): string[][] {
    const rows = lines.map(({ cells }) => cells.map((cell) => forTerminal(cell)));
    const widths = fitColumns(rows, width - indent.length - 2);
    return lines.map(({ differs, fails, notes = [] }, i) => {
      const text = `${differs ? "≠" : " "} ${alignCells(rows[i], widths).join("  ")}`.trimEnd();
      const below = notes.map((note) => `${indent}    ${shorten(forTerminal(note), width - indent.length - 4)}`);
      const paint = fails ? colors.red : differs ? colors.yellow : plain;
      return [safe(`${indent}${text}`, paint), ...below.map((line) => safe(line, colors.dim))];
    });
  }

  /** Cells are harmless one by one; should cutting them have made one that isn't, the line is shown, not obeyed. */
  const safe = (line: string, paint: (plain: string) => string): string => {
    const shown = forTerminal(line);
    return shown === line ? paint(line) : shown;
  };

  const notesOf = ({ errors, names, differs }: Row): string[] => [
    ...(differs && names.length > 1 ? [names.join(", ")] : []),
    ...errors,
  ];

  function matrix(question: Question): string[] {
    const rows = rowsOf(question);
    // Where all is well, the records say so.
    const isPlain = rows.every(({ outcome }) => outcome === "NOERROR" || outcome === "");
    const lines = rows.slice(0, MOST_SHOWN).map((row) => ({
      cells: [row.who, isPlain ? "" : row.outcome, row.said, row.time],
      differs: row.differs,
      fails: row.fails,
      notes: notesOf(row),
    }));
    const drawn = table(lines, "    ").flat();
    const more = rows.length - lines.length;
    return more > 0 ? [...drawn, `      … and ${count(more, "more answer")}`] : drawn;
  }

  /** Questions that got one answer stand in columns below one another, others have their answers below them. */
  function questions(list: readonly Question[], titleOf: (question: Question) => string): string[][] {
    const drawn: string[][] = [];
    let run: Line[] = [];
    const endRun = () => {
      drawn.push(...table(run, "  "));
      run = [];
    };
    for (const question of list) {
      const [row] = rowsOf(question);
      const cells = [titleOf(question), cameBack(row), row.who, row.time];
      const isLong = forTerminal(cells.join("  ")).length > width - 4;
      if (question.groups.length === 1 && !isLong) {
        run.push({ cells, fails: row.fails, notes: row.errors });
        continue;
      }
      endRun();
      const title = shorten(forTerminal(titleOf(question)), width - 4 - DIFFER.length);
      drawn.push([safe(`    ${title}${question.differs ? DIFFER : ""}`, plain), ...matrix(question)]);
    }
    endRun();
    return drawn;
  }

  function delegation(list: readonly Delegation[]): string[][] {
    const lines = list.map(({ parent, zone, question }): Line => {
      const [first, ...others] = question.groups;
      const row = rowOf(first);
      const who = first.voices.length > 1 ? row.who : others.length > 0 ? "says the parent" : "";
      return { cells: [`${parent} → ${zone}`, cameBack(row), who] };
    });
    const heads = table(lines, "  ");
    return list.map(({ question }, i) => {
      const [, ...others] = question.groups;
      return [...heads[i], ...(others.length > 0 ? matrix({ ...question, groups: others }) : [])];
    });
  }

  return [
    ...section("delegation", delegation(path.delegations)),
    ...section(
      "CAA, from the name upwards",
      questions(path.climb, ({ name }) => name),
    ),
    ...section(
      "validation",
      questions(path.proof, ({ ask }) => clip(ask)),
    ),
  ];
}

const plain = (text: string): string => text;

const DIFFER = ": answers differ";
