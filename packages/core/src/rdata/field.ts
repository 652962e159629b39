import type { RdataWriter } from "./rdata-writer.js";
import type { WireReader } from "./wire-reader.js";

/** One field of RDATA, both ways. */
export interface Field {
  /** Reads the field from the tokens and writes its wire form; what is wrong goes to `writer.problem`. */
  read(writer: RdataWriter): void;
  /** The field in presentation form, "" where it is absent. Says `wire.fail()` where the octets don't fit. */
  print(wire: WireReader): string;
}

export type Fields = Readonly<Record<string, Field>>;
