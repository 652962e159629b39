import { holdsDigest, isChallengeLabel } from "../../dcv/validation/challenge-owner.js";
import { knownValidation, nameOfCa } from "../../dcv/validation/known-validation.js";
import { listTexts } from "../../dcv/written/list-texts.js";
import { relatedRecords } from "../../dcv/written/related.js";
import { isRouted } from "../../dcv/zone/routed.js";
import { validationSuffixOf } from "../../knowledge/shapes/suffixes.js";
import { foldLabel } from "../../name/domain-name.js";
import { CNAME, TXT } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";
import { HAS_CNAME, HAS_SEVERAL, type RecordId } from "../../zone/zone.js";

export default defineRule({
  id: "challenge-conflict",
  group: "Validation records",
  severity: "error",
  summary: "Two platforms want the same _acme-challenge, or a TXT is in the way of one",
  sources: [
    rfc(8555, "8.4", "DNS Challenge"),
    rfc(2181, "10.1", "CNAME resource records"),
    source(
      "Fastly, _acme-challenge conflicting records",
      "https://community.fastly.com/t/acme-challenge-conflicting-records/2238",
    ),
  ],
  messages: {
    platforms: (d: { owner: string; platforms: string; certified: string }) => ({
      what: `${d.platforms} each want "${d.owner}" for themselves: it has a CNAME to each.`,
      why: `A name has one CNAME. Name servers refuse the zone, or answer with one or the other by chance, and the certificates for "${d.certified}" are issued by luck or not at all.`,
      how: "Leave the name to one of them. Let the other validate by HTTP, by dns-account-01, or by a record of its own where it offers one.",
    }),
    text: (d: { owner: string; platform: string; certified: string }) => ({
      what: `"${d.owner}" is handed to ${d.platform} by CNAME, and a TXT there answers the challenge of another ACME client.`,
      why: `A CNAME must be alone at its owner. Name servers refuse the zone, or answer with one of the two: ${d.platform} or the other client gets no certificate for "${d.certified}".`,
      how: `Delete the TXT if ${d.platform} is to validate; it was good for one order only. Else delete the CNAME, and let ${d.platform} validate by HTTP.`,
    }),
  },
  owners: {
    where: (types) => (types & HAS_CNAME) !== 0 && (types & HAS_SEVERAL) !== 0,
    check(owner, { zone, other, report }) {
      const { names } = zone;
      const parent = names.parent[owner.name];
      if (!isChallengeLabel(names, owner.name) && !isChallengeLabel(names, parent)) return;
      const byPlatform = new Map<string, RecordId>();
      const texts: RecordId[] = [];
      for (const id of owner.records()) {
        const record = other.at(id);
        if (!record.readable || record.origin?.uncertain || isRouted(record)) continue;
        if (record.type === TXT && holdsDigest(record)) texts.push(id);
        if (record.type !== CNAME || !knownValidation(record)?.certain) continue;
        const platform = validationSuffixOf(foldLabel(record.targetText).slice(0, -1))?.ca;
        if (platform !== undefined && !byPlatform.has(platform)) byPlatform.set(platform, id);
      }
      const [first, second] = byPlatform;
      if (!first) return;
      const data = {
        owner: names.text(owner.name),
        certified: names.text(isChallengeLabel(names, owner.name) ? parent : names.parent[parent]),
      };
      if (second) {
        const related = relatedRecords(other, [first[1]], () => `the one for ${nameOfCa(first[0])}`);
        const platforms = listTexts([...byPlatform.keys()].map(nameOfCa)).replaceAll('"', "");
        report(other.at(second[1]).place, "platforms", { ...data, platforms }, { related });
      } else if (texts.length > 0) {
        const related = relatedRecords(other, texts, () => "the TXT");
        report(other.at(first[1]).place, "text", { ...data, platform: nameOfCa(first[0]) }, { related });
      }
    },
  },
});
