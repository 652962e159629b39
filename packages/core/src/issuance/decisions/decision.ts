import type { IssuanceRequest } from "../judging.js";
import type { FailureReason } from "../world.js";

/** A sentence of the rules of issuance, with cases that keep it and cases that break it. */
export interface Decision {
  readonly says: string;
  readonly good?: readonly Ruling[];
  readonly bad?: readonly Ruling[];
  /** Zone text for all rules, with `; expect: rule-id` on the lines to blame; without marks, a good case. */
  readonly lint?: readonly string[];
  /** Why one of the two is missing, or both. */
  readonly elsewhere?: string;
}

export interface Ruling {
  /** Records of `example.com`, which are the whole zone; or zone texts that begin with `$ORIGIN`. */
  readonly zone?: string;
  readonly zones?: readonly string[];
  /** `*.www.example.com letsencrypt dns-01 https://account`, as `requestOf` reads it. */
  readonly asked: string;
  readonly more?: Partial<IssuanceRequest>;
  /** The verdict, then the rules that speak. */
  readonly is: string;
  /** By question, such as `CAA example.com.`: it fails. */
  readonly failing?: Readonly<Record<string, FailureReason>>;
}

export const LE = "letsencrypt dns-01";
export const NO = "will-not-issue";
export const YES = "will-issue";
export const EXCLUDED = "will-not-issue caa-excludes-ca";
export const ACCOUNT = "https://acme-v02.api.letsencrypt.org/acme/acct";

/** The same set for several requests. */
export const ruling = (zone: string, asked: string, is: string, more: Partial<Ruling> = {}): Ruling => ({
  zone,
  asked,
  is,
  ...more,
});
