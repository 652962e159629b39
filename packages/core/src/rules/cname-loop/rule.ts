import { aliasLinks, dnameLinks, findCycles } from "../../dcv/zone/alias-links.js";
import { defineRule, rfc } from "../../rule.js";
import type { RecordId, Zone } from "../../zone/zone.js";

const NO_END =
  "Resolvers go round until they give up and answer SERVFAIL for every type, CAA included, so no CA issues.";

export default defineRule({
  id: "cname-loop",
  group: "Records that contradict each other",
  severity: "error",
  summary: "A CNAME leads back to itself",
  sources: [
    rfc(1034, "3.6.2", "Aliases and canonical names"),
    rfc(4592, "3.3.1", "Closest Encloser and the Source of Synthesis"),
    rfc(6672, "2.2", "The DNAME Substitution"),
  ],
  messages: {
    itself: ({ owner }: { owner: string }) => ({
      what: `"${owner}" is an alias of itself.`,
      why: NO_END,
      how: "Write the name that holds the data as the target, or delete the CNAME.",
    }),
    circle: ({ path }: { path: string }) => ({
      what: `These aliases go round in a circle: ${path}.`,
      why: NO_END,
      how: "Let one of them point to the name that holds the data.",
    }),
    throughWildcard: ({ missing, wildcard }: { missing: string; wildcard: string }) => ({
      what: `Nothing exists at "${missing}", so "${wildcard}" answers for it, and that alias leads back to "${missing}".`,
      why: NO_END,
      how: `Give "${missing}" records of its own, such as an address.`,
    }),
    dname: ({ owner, path }: { owner: string; path: string }) => ({
      what: `Names below "${owner}" are rewritten by DNAME without end: ${path}.`,
      why: "Resolvers rewrite them until they give up or the name is too long, so no name there resolves.",
      how: "Let the DNAME point to a tree that no DNAME of this circle covers.",
    }),
    /** The judgement on certificates met it on a CA's way. */
    challenge: ({ owner, ca, method }: { owner: string; ca: string; method: string }) => ({
      what: `The aliases at "${owner}" lead in a circle, or over too many names.`,
      why: `${ca} looks there by ${method || "DNS"}, and its resolver gives up.`,
      how: "Let the alias point at the name that holds the record.",
    }),
  },
  zone({ zone, index, other, report }) {
    const { names, owner, target } = zone;
    const extras = (cycle: readonly RecordId[]) => ({
      related: cycle.slice(1, MOST_RELATED).map((id) => ({ place: other.at(id).place, note: "it goes on here" })),
    });
    const links = aliasLinks(zone);
    for (const cycle of findCycles(links)) {
      const related = extras(cycle);
      const { place } = other.at(cycle[0]);
      const starred = cycle.find(
        (id) => names.isWildcard(owner[links.get(id)!]) && target[id] !== owner[links.get(id)!],
      );
      if (starred !== undefined) {
        const data = { missing: names.text(target[starred]), wildcard: names.text(owner[links.get(starred)!]) };
        report(place, "throughWildcard", data, related);
      } else if (cycle.length === 1) report(place, "itself", { owner: names.text(owner[cycle[0]]) }, related);
      else report(place, "circle", { path: pathOf(cycle, zone) }, related);
    }
    if (!index.hasDnames) return;
    for (const cycle of findCycles(dnameLinks(zone))) {
      const related = extras(cycle);
      report(
        other.at(cycle[0]).place,
        "dname",
        { owner: names.text(owner[cycle[0]]), path: pathOf(cycle, zone) },
        related,
      );
    }
  },
});

function pathOf(cycle: readonly RecordId[], { names, owner, target }: Zone): string {
  const shown = cycle.slice(0, MOST_SHOWN).map((id) => target[id]);
  const more = cycle.length > shown.length ? ` → … (${cycle.length - shown.length} more)` : "";
  return [owner[cycle[0]], ...shown].map((name) => `"${names.text(name)}"`).join(" → ") + more;
}

const MOST_SHOWN = 6;
const MOST_RELATED = 20;
