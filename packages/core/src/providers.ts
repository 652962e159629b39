/** What is known of Terraform providers. An entry of its own: only readers of their formats load it. */

export type {
  AskedRecord,
  CaChoice,
  CertificateResource,
  Condition,
  MethodChoice,
  Provider,
  RecordResource,
  TargetMode,
  TxtReading,
  ValuePlace,
  ZoneReference,
  ZoneResource,
} from "./knowledge/provider-schema.js";
export {
  follow,
  type Path,
  parsePath,
  parseTemplate,
  type TemplatePart,
  type View,
} from "./knowledge/providers/paths.js";
export { PROVIDERS } from "./knowledge/providers.gen.js";
