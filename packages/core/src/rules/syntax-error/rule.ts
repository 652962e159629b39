import { excerpt } from "../../dcv/written/rewrite.js";
import { defineRule, rfc } from "../../rule.js";

const STOPS =
  "A name server refuses the whole zone because of one entry that it can't read, so nothing in it is served.";

export default defineRule({
  id: "syntax-error",
  group: "Reading the source",
  severity: "error",
  summary: "Text that can't be read as what it is: a zone file, Terraform's language, a plan",
  sources: [rfc(1035, "5.1", "Format")],
  messages: {
    terraform: ({ summary, detail }: { summary: string; detail: string }) => ({
      what: `${summary}: ${detail}`,
      why: "Terraform refuses the whole configuration because of it, so nothing in it is applied; what stands around it was checked all the same.",
      how: "Mend it as described; `terraform validate` reports it in the same way.",
    }),
    plan: ({ detail }: { detail: string }) => ({
      what: detail,
      why: "What can't be read of the plan wasn't checked.",
      how: "Make it anew: `terraform show -json PLANFILE > plan.json`, and change nothing in it.",
    }),
    unclosedParenthesis: () => ({
      what: 'This "(" is never closed.',
      why: STOPS,
      how: 'Write ")" behind the last field of the record.',
    }),
    strayParenthesis: () => ({
      what: 'This ")" closes nothing.',
      why: STOPS,
      how: 'Delete it, or write the "(" that it belongs to.',
    }),
    unclosedQuote: () => ({
      what: "This quote is not closed on its line.",
      why: STOPS,
      how: 'Close it with ". A long text is written as several quoted strings, within ( ) where they take several lines.',
    }),
    strayReturn: () => ({
      what: "Here stands a carriage return without a line feed.",
      why: "BIND takes it for the end of the line, so that another record begins here, Knot refuses the file, and an editor shows one line.",
      how: "Delete it, or end the line properly.",
    }),
    lineTooLong: () => ({
      what: "This entry is longer than 1 MiB.",
      why: "No record is that long: RDATA ends at 65,535 octets.",
      how: "Look for a missing line end.",
    }),
    tokenTooLong: () => ({
      what: "This word is longer than 64 KiB.",
      why: "No field of a record is that long.",
      how: "Look for a missing blank or quote.",
    }),
    tooManyUnclosed: () => ({
      what: "Too many parentheses are never closed; the rest of the file was not read.",
      why: STOPS,
      how: "Close the ones reported, then run dcvlint again.",
    }),
    noOwner: () => ({
      what: "The first record of the file begins with a blank, so it has no owner.",
      why: STOPS,
      how: "Write its owner in front, or @ for the zone's apex.",
    }),
    noType: () => ({
      what: "This entry has no record type.",
      why: STOPS,
      how: "Write OWNER [TTL] [CLASS] TYPE RDATA, such as: www 3600 IN A 192.0.2.1",
    }),
    indentedOwner: ({ written }: { written: string }) => ({
      what: `The line begins with a blank, so "${excerpt(written)}" is read as a type, not as the owner.`,
      why: STOPS,
      how: `Begin the line with "${excerpt(written)}", without a blank in front.`,
    }),
    indentedDirective: ({ written }: { written: string }) => ({
      what: `The line begins with a blank, so "${excerpt(written)}" is read as the type of a record, not as a directive.`,
      why: STOPS,
      how: `Begin the line with "${excerpt(written)}", without a blank in front.`,
    }),
    otherClass: ({ written }: { written: string }) => ({
      what: `Class ${written} differs from the class of the records before.`,
      why: "A zone has one class; a name server refuses the file.",
      how: "Leave the class out: a record without one is of the zone's.",
    }),
    badEscape: ({ written }: { written: string }) => ({
      what: `"${excerpt(written)}" holds a backslash that escapes nothing.`,
      why: STOPS,
      how: "Write \\DDD with three decimal digits up to 255, or \\ and the character itself.",
    }),
    unknownDirective: ({ written }: { written: string }) => ({
      what: `"${excerpt(written)}" is no directive that name servers know.`,
      why: STOPS,
      how: 'Directives are $ORIGIN, $TTL, $INCLUDE and $GENERATE. An owner that begins with "$" is written "\\$".',
    }),
    directiveForm: ({ form }: { form: string }) => ({
      what: "This directive has too few or too many parts.",
      why: STOPS,
      how: `Write ${form}.`,
    }),
    generateRange: ({ written }: { written: string }) => ({
      what: `"${excerpt(written)}" is no range.`,
      why: STOPS,
      how: "Write START-STOP or START-STOP/STEP with START not above STOP, such as 1-20.",
    }),
    generateRdata: ({ written }: { written: string }) => ({
      what: `$GENERATE takes one word behind the type, and here stands "${excerpt(written)}".`,
      why: STOPS,
      how: `Put the RDATA in quotes: "${excerpt(written)}".`,
    }),
    generateModifier: ({ written }: { written: string }) => ({
      what: `"${excerpt(written)}" holds a \${…} that $GENERATE doesn't know.`,
      why: STOPS,
      how: `Write \${OFFSET,WIDTH,BASE} with BASE one of d o x X n N, such as \${0,3,d}.`,
    }),
  },
});
