import type { RecordView } from "../../zone/record-view.js";

/** An owner, given as an absolute name with its final dot, as it has to be written where the record is. */
export function asOwner({ origin, zone }: RecordView, name: string): string {
  if (!origin) return name;
  const bare = name.slice(0, -1);
  switch (origin.reading.nameMode.value) {
    case "fqdn_dot_required":
      return name;
    case "fqdn_dot_forbidden":
      return bare;
    case "relative_append":
    case "relative_or_dotted": {
      const apex = zone.names.text(zone.apex).slice(0, -1);
      const ending = bare.slice(-apex.length).toLowerCase() === apex.toLowerCase();
      if (!zone.originKnown || !ending) return bare;
      return bare.length === apex.length ? "@" : bare.slice(0, -apex.length - 1);
    }
    default:
      return origin.writtenOwner.endsWith(".") ? name : bare;
  }
}

/** A target, given as an absolute name with its final dot, as it has to be written where the record is. */
export function asTarget(record: RecordView, name: string): string {
  const { origin, typeName } = record;
  if (!origin) return name;
  const { targetMode, verdicts } = origin.reading;
  const mode = (targetMode.perType?.[typeName] ?? targetMode).value;
  if (mode.startsWith("dot_required")) return name;
  if (mode === "dot_forbidden" || verdicts.trailingDotInTarget.value !== "accepted") return name.slice(0, -1);
  const { source, zone, id } = record;
  return source.written(zone.rdataStart[id], zone.rdataEnd[id]).endsWith(".") ? name : name.slice(0, -1);
}
