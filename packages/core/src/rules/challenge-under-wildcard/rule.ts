import { isChallengeLabel } from "../../dcv/validation/challenge-owner.js";
import { rewriteOwner } from "../../dcv/written/record-repair.js";
import { relatedRecords } from "../../dcv/written/related.js";
import { defineRule, rfc, source } from "../../rule.js";
import { HAS_CNAME, HAS_NS, HAS_TXT } from "../../zone/zone.js";

export default defineRule({
  id: "challenge-under-wildcard",
  group: "Validation records",
  severity: "error",
  summary: 'A challenge record at "_acme-challenge.*"',
  sources: [
    rfc(8555, "8.4", "DNS Challenge"),
    rfc(4592, "2.1.1", "Wildcard Domain Name and Asterisk Label"),
    source(
      "CA/Browser Forum BR, section 3.2.2.4.7, DNS Change",
      "https://cabforum.org/working-groups/server/baseline-requirements/",
    ),
  ],
  fixable: true,
  messages: {
    underWildcard: ({ owner, meant }: { owner: string; meant: string }) => ({
      what: `"${owner}" has "*" behind its first label, where it is a letter like any other.`,
      why: `A CA proves a wildcard name at the name without its "*": it asks for "${meant}", and nobody ever asks for this one.`,
      how: `Write the owner as "${meant}". For a name and its wildcard at once, both values stand there side by side.`,
    }),
  },
  owners: {
    where: (types) => (types & (HAS_TXT | HAS_CNAME | HAS_NS)) !== 0,
    check(owner, { zone, other, report }) {
      const { names } = zone;
      const above = names.parent[owner.name];
      if (above < 0 || !names.isWildcard(above) || !isChallengeLabel(names, owner.name)) return;
      const meant = `${names.label(owner.name)}.${names.text(names.parent[above])}`;
      const [first, ...rest] = owner.records();
      const edits = [first, ...rest].flatMap((id) => {
        const edit = rewriteOwner(other.at(id), ({ text }) => text.replace(/^([^.]*)\.\*(?=\.|$)/, "$1"));
        return edit ? [edit] : [];
      });
      const title = 'Leave "*" out of the owner';
      report(
        other.at(first).owner.place,
        "underWildcard",
        { owner: names.text(owner.name), meant },
        {
          related: relatedRecords(other, rest, () => "another record of the owner"),
          fix: edits.length > 0 ? { title, safety: "suggestion", edits } : undefined,
        },
      );
    },
  },
});
