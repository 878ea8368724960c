/**
 * `iplab why ADDRESS [from …] [iif …]`: what `ip route get` answers, and how it came to that. The words are those of `ip route
 * get`; NS:ADDRESS asks in a network namespace.
 */
import type { Lang } from "../explain/text.ts";
import { explainDecision } from "../explain/why/decision.ts";
import { parseAddr } from "../net/addr.ts";
import type { Reason } from "../uapi/reason.ts";
import type { Ran } from "./drive.ts";
import { run, type Session } from "./session.ts";

export interface WhyStyle {
	readonly lang: Lang;
	readonly width: number;
	readonly color: boolean;
}

/** An address, which may stand behind the name of a namespace. */
export interface Place {
	readonly netns?: string;
	readonly addr: string;
}

/** `10.0.0.1`, `blue:10.0.0.1`, `blue:fe80::1`; undefined where there is no address. */
export function parsePlace(word: string): Place | undefined {
	if (isAddr(word)) return { addr: word };
	const colon = word.indexOf(":");
	const [netns, addr] = [word.slice(0, colon), word.slice(colon + 1)];
	return colon > 0 && isAddr(addr) ? { netns, addr } : undefined;
}

function isAddr(word: string): boolean {
	const parsed = parseAddr(word, "unspec");
	return parsed !== undefined && "addr" in parsed;
}

export function whyDecision(session: Session, words: readonly string[], style: WhyStyle): Ran {
	const [first = "", ...rest] = words;
	const place = parsePlace(first);
	const netns = place?.netns === undefined ? [] : ["-n", place.netns];
	const reasons: Reason[] = [];
	const { stdout, stderr, exit } = run(session, ["ip", ...netns, "route", "get", place?.addr ?? first, ...rest], {
		why: (more) => reasons.push(...more),
	});
	return { stdout: stdout + explainDecision(reasons, style.lang, style), stderr, exit };
}
