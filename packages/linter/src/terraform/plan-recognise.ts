import { Unreadable } from "./plan-bytes.js";
import { JsonScanner } from "./plan-scanner.js";
import { bufferSource } from "./plan-source.js";
import { asUtf8 } from "./plan-utf16.js";

export type PlanKind = "plan" | "binary-plan" | "streaming-log" | "state" | "other";

/** Keys that no other JSON of Terraform has at its top. */
const PLAN_KEYS = new Set([
  "resource_changes",
  "planned_values",
  "prior_state",
  "output_changes",
  "resource_drift",
  "relevant_attributes",
  "deferred_changes",
  "action_invocations",
  "plan_format_version",
]);

/**
 * What a file's first octets (64 KiB or so) say it is: the JSON of `show -json`, the zip of `plan -out`, the messages of
 * `plan -json`, which hold no values, or a state.
 */
export function recognisePlan(head: Uint8Array): PlanKind {
  // A zip whose first member is "tfplan" (hashicorp/terraform, internal/plans/planfile/writer.go).
  if (head[0] === 0x50 && head[1] === 0x4b)
    return latin1(head.subarray(0, 256)).includes("tfplan") ? "binary-plan" : "other";
  const scanner = new JsonScanner(asUtf8(bufferSource(head)));
  const keys = new Set<string>();
  let whole = false;
  try {
    skipPreamble(scanner);
    if (!scanner.atObject) return "other";
    for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
      if (key.startsWith("@")) return "streaming-log";
      if (PLAN_KEYS.has(key)) return "plan";
      keys.add(key);
      if (key !== "configuration") scanner.skipValue();
      else
        for (let inner = scanner.firstKey(); inner !== undefined; inner = scanner.nextKey()) {
          if (inner === "root_module" || inner === "provider_config") return "plan";
          scanner.skipValue();
        }
    }
    whole = true;
  } catch (error) {
    // The head ends somewhere; what came before must do.
    if (!(error instanceof Unreadable)) throw error;
  }
  if (keys.has("format_version") && keys.has("variables")) return "plan";
  if (keys.has("lineage") || (keys.has("serial") && keys.has("terraform_version"))) return "state";
  const shown = [...keys].every((key) => ["format_version", "terraform_version", "values", "checks"].includes(key));
  return keys.has("format_version") && shown && (whole || keys.has("values")) ? "state" : "other";
}

/** A byte order mark, and the command line that the wrapper of hashicorp/setup-terraform prints first. */
export function skipPreamble(scanner: JsonScanner): void {
  if (scanner.startsWith("\ufeff")) scanner.skipBytes(3);
  if (scanner.startsWith("[command]")) scanner.skipLine();
}

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
