import type { RdataWriter } from "./rdata-writer.js";

/** Fields that only one or two types have. */
export const SPECIAL_FIELDS: Record<string, (writer: RdataWriter) => void> = {};
