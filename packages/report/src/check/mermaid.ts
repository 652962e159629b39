import { forMermaid } from "../escape.js";
import { shorten } from "./columns.js";
import type { EvidencePath, Question } from "./evidence-path.js";
import { cameBack, rowsOf } from "./rows.js";

/** A picture with more boxes is none. */
const MOST_ZONES = 16;
const MOST_LEVELS = 16;
const LABEL_WIDTH = 72;

/** Delegation from the top and the CAA climb, in Mermaid; nothing where a picture would tell no more than a line. */
export function mermaidOf({ delegations, climb }: EvidencePath): readonly string[] {
  const zones = delegations.slice(0, MOST_ZONES);
  const levels = climb.slice(0, MOST_LEVELS);
  if (zones.length === 0 && levels.length < 2) return [];
  const lines = ["flowchart TD"];
  const odd: string[] = [];
  const boxes = new Map<string, string>();

  const box = (id: string, title: string, below: readonly string[], differs: boolean): string => {
    const text = [title, ...below].map((line) => forMermaid(shorten(line, LABEL_WIDTH))).join("<br/>");
    if (differs) odd.push(id);
    lines.push(`  ${id}["${text}"]`);
    return id;
  };
  const zoneBox = (zone: string, question?: Question): string => {
    const key = zone.toLowerCase();
    let id = boxes.get(key);
    if (id === undefined) {
      id = `z${boxes.size}`;
      boxes.set(key, id);
      box(id, `zone ${zone}`, question ? answersTo(question) : [], question?.differs ?? false);
    }
    return id;
  };

  for (const { parent, zone, question } of zones) {
    const from = zoneBox(parent);
    lines.push(`  ${from} --> ${zoneBox(zone, question)}`);
  }
  for (const [i, question] of levels.entries()) {
    box(`c${i}`, `CAA ${question.name}`, answersTo(question), question.differs);
    if (i > 0) lines.push(`  c${i - 1} --> c${i}`);
  }
  if (odd.length > 0)
    lines.push("  classDef differs stroke-width:3px,stroke-dasharray:5", `  class ${odd.join(",")} differs`);
  return lines;
}

const answersTo = (question: Question): string[] => rowsOf(question).slice(0, 3).map(cameBack);
