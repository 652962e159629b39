import type { DomainName } from "../name/domain-name.js";
import { typeInfo } from "../rdata/types.js";
import { RecordView } from "../zone/record-view.js";
import type { Alias, Answer, Declared, Evidence } from "./world.js";
import type { Step } from "./zone-step.js";

export type WithoutVia<T> = T extends unknown ? Omit<T, "via"> : never;

export function evidenceOf(
  asked: DomainName,
  type: number,
  via: readonly Alias[],
  files: ReadonlySet<string>,
  more: Partial<Evidence>,
  own: readonly string[] = [],
): Evidence {
  return {
    ask: `${typeInfo(type).mnemonic} ${asked}`,
    of: files.size > 0 ? [...files].join(", ") : undefined,
    answer: [...via.map((alias) => `${alias.from} ${alias.type} ${alias.to}`), ...own],
    ede: [],
    source: "declared",
    ...more,
  };
}

/** The answer that a step is, with what it stands on. */
export function told(
  found: Exclude<Step, { kind: "alias" }>,
  evidence: (more: Partial<Evidence>, own?: readonly string[]) => readonly Evidence[],
): WithoutVia<Answer> {
  switch (found.kind) {
    case "records": {
      const own = found.records.map(({ declared }) => show(declared!));
      const note = found.partial && `there may be more records: ${found.partial}`;
      const { records, owner, partial } = found;
      return { kind: "records", records, owner, partial, from: evidence({ rcode: "NOERROR", note }, own) };
    }
    case "nodata":
    case "nxdomain": {
      const rcode = found.kind === "nodata" ? "NOERROR" : "NXDOMAIN";
      return { kind: found.kind, from: evidence({ rcode, note: found.note }) };
    }
    case "unknown":
      return { kind: "unknown", why: found.why, seen: found.seen, from: evidence({ note: found.why }) };
  }
}

function show({ zone, id }: Declared): string {
  const view = new RecordView(zone).at(id);
  return `${view.ownerText} ${view.typeName} ${view.presentation}`;
}
