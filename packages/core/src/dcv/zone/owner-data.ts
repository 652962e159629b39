import type { NameId, NameTable } from "../../name/name-table.js";

/**
 * Data of a message that speaks of an owner. Of findings that come by thousands only the first are told, so the text is
 * made when it is asked for.
 */
export class OwnerData {
  constructor(
    private readonly table: NameTable,
    private readonly id: NameId,
    /** Other names that the message speaks of, as text. */
    readonly names = "",
  ) {}

  get owner(): string {
    return this.table.text(this.id);
  }
}
