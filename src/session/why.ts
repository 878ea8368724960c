/**
 * `iplab why ADDRESS [from …] [iif …]`: what `ip route get` answers, and how it came to that; the words are those of `ip route
 * get`. `iplab why SRC DST[:PORT]`: whether they reach each other, and what stops them (reach/). NS:ADDRESS is an address in a
 * network namespace.
 */
import type { Lang } from "../explain/text.ts";
import { explainDecision } from "../explain/why/decision.ts";
import { explainReach } from "../explain/why/reach.ts";
import { parseAddr } from "../net/addr.ts";
import type { Journey } from "../picture/path/journey.ts";
import type { Reason } from "../uapi/reason.ts";
import { notModelled, type Ran } from "./drive.ts";
import { journeyOf } from "./reach/journey.ts";
import type { Question } from "./reach/probe.ts";
import { reach } from "./reach/reach.ts";
import { homesOf, nsByName } from "./reach/view.ts";
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

/**
 * `10.0.0.1`, `blue:10.0.0.1`, `blue:fe80::1`; undefined where there is no address. `a:fd00::1` is an address too: if there is a
 * namespace `a`, that one is meant.
 */
export function parsePlace(word: string, isName: (name: string) => boolean): Place | undefined {
	const colon = word.indexOf(":");
	const [netns, addr] = [word.slice(0, colon), word.slice(colon + 1)];
	const named = colon > 0 && isAddr(addr);
	if (isAddr(word) && !(named && isName(netns))) return { addr: word };
	return named ? { netns, addr } : undefined;
}

function isAddr(word: string): boolean {
	const parsed = parseAddr(word, "unspec");
	return parsed !== undefined && "addr" in parsed;
}

/** `10.0.0.1:80`, `blue:10.0.0.1:80`, `[fd00::1]:80`, `blue:[fd00::1]:80`; the port may be missing. */
export function parseTarget(
	word: string,
	isName: (name: string) => boolean,
): (Place & { readonly port?: number }) | undefined {
	const [, before = "", address = "", port] =
		/^([^[\]]*?)\[(.*)\](?::(\d+))?$/.exec(word) ?? /^((?:[^:]*:)?)(\d+\.\d+\.\d+\.\d+)(?::(\d+))?$/.exec(word) ?? [];
	const place = parsePlace(address === "" ? word : before + address, isName);
	const number = port === undefined ? undefined : Number(port);
	if (place === undefined || (number !== undefined && (number < 1 || number > 65535))) return undefined;
	return { ...place, ...(number !== undefined && { port: number }) };
}

function namesOf({ world: { kernel } }: Session): (name: string) => boolean {
	return (name) => nsByName(kernel, name) !== undefined;
}

/** Either question, by its second word: another place, or a word of `ip route get`. */
export function why(session: Session, words: readonly string[], style: WhyStyle): Ran {
	const [from = "", to = ""] = words;
	const target = words.length === 2 ? parseTarget(to, namesOf(session)) : undefined;
	return target ? whyReach(session, from, target, style) : whyDecision(session, words, style);
}

type Target = Place & { readonly port?: number };

function whyReach(session: Session, from: string, target: Target, style: WhyStyle): Ran {
	const question = questionOf(session, from, target);
	if ("stderr" in question) return question;
	const { answer } = reach(session.world, question);
	return { stdout: explainReach(answer, style.lang, style), stderr: "", exit: answer.ok ? 0 : 1 };
}

/** `picture --path SRC DST`: the same question, for a picture. */
export function journey(session: Session, from: string, to: string, lang: Lang): Journey | Ran {
	const target = parseTarget(to, namesOf(session));
	if (!target) return refuse(`${to}: no address`);
	const question = questionOf(session, from, target);
	if ("stderr" in question) return question;
	const { answer, scene } = reach(session.world, question);
	return journeyOf(scene, answer, lang);
}

/** Who wants to reach whom, or why that cannot be asked. */
function questionOf(session: Session, from: string, target: Target): Question | Ran {
	const { kernel } = session.world;
	const source =
		nsByName(kernel, from) === undefined ? parsePlace(from, namesOf(session)) : { netns: from, addr: undefined };
	if (!source) return refuse(`${from}: neither an address nor a network namespace`);
	for (const { netns } of [source, target])
		if (netns !== undefined && nsByName(kernel, netns) === undefined)
			return refuse(`${netns}: no such network namespace`);
	const { addr: saddr } = source;
	const { addr: daddr, port } = target;
	if (saddr !== undefined && saddr.includes(":") !== daddr.includes(":"))
		return refuse(`${saddr} and ${daddr} are not of one family`);
	const netns = source.netns === undefined ? nsWith(session, saddr ?? "") : (nsByName(kernel, source.netns) as number);
	const meant = target.netns === undefined ? undefined : nsByName(kernel, target.netns);
	return {
		netns,
		daddr,
		...(saddr !== undefined && { saddr }),
		...(meant !== undefined && { meant }),
		...(port !== undefined && { port }),
	};
}

/** Where an address is, if nobody says: here, else in the only namespace that has it. */
function nsWith({ world, netns }: Session, addr: string): number {
	const places = new Set(homesOf(world.kernel, addr).map(({ device }) => device.netns));
	const [only] = places;
	return places.size === 1 && only !== undefined ? only : netns;
}

function refuse(text: string): Ran {
	return { stdout: "", stderr: `iplab: ${text}\n`, exit: notModelled };
}

export function whyDecision(session: Session, words: readonly string[], style: WhyStyle): Ran {
	const [first = "", ...rest] = words;
	const place = parsePlace(first, namesOf(session));
	const netns = place?.netns === undefined ? [] : ["-n", place.netns];
	const reasons: Reason[] = [];
	const { stdout, stderr, exit } = run(session, ["ip", ...netns, "route", "get", place?.addr ?? first, ...rest], {
		why: (more) => reasons.push(...more),
	});
	return { stdout: stdout + explainDecision(reasons, style.lang, style), stderr, exit };
}
