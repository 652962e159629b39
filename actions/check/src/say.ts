import * as core from "@actions/core";
import { type AnnotationRoom, forTerminal } from "@dcvlint/report";

/** GitHub shows ten of a kind of a step's annotations, and these are some of them. */
const MOST = 10;

/** What the step has to say beside its findings. Annotations count: what is said here has less room there. */
export class Say {
  private readonly said = { error: 0, warning: 0, info: 0 };

  error(text: string): void {
    process.exitCode = 1;
    this.say("error", text, core.error);
  }

  warning(text: string): void {
    this.say("warning", text, core.warning);
  }

  notice(text: string): void {
    this.say("info", text, core.notice);
  }

  /** `reserved`: notices that may still come. */
  roomLeft(reserved: number): AnnotationRoom {
    const { error, warning, info } = this.said;
    return { error: MOST - error, warning: MOST - warning, info: MOST - info - reserved };
  }

  private say(kind: keyof typeof this.said, text: string, annotate: (text: string) => void): void {
    // Half of the room is the findings' own.
    if (this.said[kind] >= MOST / 2) {
      process.stdout.write(`${kind === "info" ? "notice" : kind}: ${forTerminal(text)}\n`);
      return;
    }
    this.said[kind]++;
    annotate(forTerminal(text));
  }
}
