/**
 * Messages about routing policy rules: struct fib_rule_hdr and FRA_* (include/uapi/linux/fib_rules.h), with the names of
 * Documentation/netlink/specs/rt_rule.yaml. A rule as told may be sent back as it is: `ip rule restore` does that.
 */
import type { Prefix } from "../net/prefix.ts";
import type { Family } from "./message.ts";

export const FR_ACT_UNSPEC = 0;
export const FR_ACT_TO_TBL = 1;
export const FR_ACT_GOTO = 2;
export const FR_ACT_NOP = 3;

export const FR_ACT_UNREACHABLE = 7;
export const FR_ACT_PROHIBIT = 8;

/** `not` */
export const FIB_RULE_INVERT = 0x02;
/** The rule a goto names is not there. */
export const FIB_RULE_UNRESOLVED = 0x04;
export const FIB_RULE_IIF_DETACHED = 0x08;
export const FIB_RULE_OIF_DETACHED = 0x10;

/** (uid_t)-1 is nobody. */
export const INVALID_UID = 0xffffffff;

export interface Range {
	readonly start: number;
	readonly end: number;
}

/** A missing field was not given. */
export interface FibRule {
	readonly family: Family;
	/** FR_ACT_*; 0 in a deletion matches any. */
	readonly action: number;
	/** FIB_RULE_* */
	readonly flags: number;
	readonly tos: number;
	/** 0 is none (or, in a deletion, any). */
	readonly table: number;
	/** The kernel leaves out 0. */
	readonly priority?: number;
	/** Missing for `from all` and for length 0. */
	readonly src?: Prefix;
	readonly dst?: Prefix;
	readonly iifname?: string;
	readonly oifname?: string;
	readonly fwmark?: number;
	readonly fwmask?: number;
	/** Priority of the rule to go on with. */
	readonly goto?: number;
	/** Realms. */
	readonly flow?: { readonly from: number; readonly to: number };
	/** 64 bits, in decimal. */
	readonly tunId?: string;
	readonly suppressPrefixlen?: number;
	readonly suppressIfgroup?: number;
	readonly l3mdev?: boolean;
	readonly uidRange?: Range;
	/** RTPROT_*, who made the rule. */
	readonly protocol?: number;
	/** IPPROTO_* */
	readonly ipProto?: number;
	readonly sportRange?: Range;
	readonly dportRange?: Range;
	/** Bits of a single port that count: told, since kernels that know them; nobody asks for others here. */
	readonly sportMask?: number;
	readonly dportMask?: number;
}

export interface RuleRequest {
	readonly type: "RTM_NEWRULE" | "RTM_DELRULE";
	readonly flags: number;
	readonly rule: FibRule;
}

/** A dump; "unspec" is all families, IPv4 first. */
export interface RuleQuery {
	readonly type: "RTM_GETRULE";
	readonly flags: number;
	readonly family: Family;
}
