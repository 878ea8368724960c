/**
 * How `ip` reads a command: it is run on a copy of the world and says, while it reads, which words it took for what
 * (userland/process.ts Mark). What its hand-written parsers read by themselves is told by the words that stand there.
 */
import type { Item } from "../../explain/asked/text.ts";
import type { KernelError, Request } from "../../uapi/message.ts";
import type { Mark } from "../../userland/process.ts";
import { type Ran, runProgram } from "../drive.ts";
import { createMachine } from "../machine.ts";
import { run, type Session } from "../session.ts";

export interface Reading {
	readonly items: readonly Item[];
	/** Without abbreviations. */
	readonly whole: readonly string[];
	readonly object: string;
	readonly verb: string;
	readonly ran: Ran;
	readonly after: Session;
	readonly requests: readonly Request[];
	/** The tool itself stopped while reading. */
	readonly stopped: boolean;
}

/** Keywords of parsers that are written by hand, by object; those in the second list have no value. */
const handRead: Readonly<Record<string, readonly [keys: readonly string[], flags: readonly string[]]>> = {
	link: [
		[
			"altname",
			"mac",
			"max_tx_rate",
			"min_tx_rate",
			"node_guid",
			"port_guid",
			"proto",
			"qos",
			"query_rss",
			"rate",
			"spoofchk",
			"state",
			"trust",
			"type",
			"vlan",
		],
		["peer"],
	],
	macsec: [
		["address", "key", "pn", "port", "sa", "sci"],
		["off", "on", "rx", "tx"],
	],
	nexthop: [["buckets", "idle_timer", "unbalanced_timer"], []],
	route: [
		["dev", "realms", "via", "weight"],
		["nexthop", "onlink"],
	],
	stats: [["dev", "group", "subgroup", "suite", "l3_stats"], []],
	tunnel: [["dev", "prl-default", "prl-nodefault", "prl-delete", "6rd-prefix", "6rd-relay_prefix"], ["6rd-reset"]],
};

const objectNames: Readonly<Record<string, string>> = { neighbour: "neighbor", tap: "tuntap", tunl: "tunnel" };

export function readCommand(session: Session, argv: readonly string[]): Reading {
	const machine = createMachine(session.world);
	let marks: Mark[] = [];
	const requests: Request[] = [];
	let refused: KernelError | undefined;
	machine.spy = (request, { error }) => {
		requests.push(request);
		refused = error ?? refused;
	};
	const ran = runProgram(machine, argv, { netns: session.netns, ear: (mark) => marks.push(mark) });
	const [, missing] = /^Cannot open network namespace "(.*)"/.exec(ran.stderr) ?? [];
	if (missing !== undefined) marks = marksWith(missing, session, argv);
	const object = marks.find(({ as }) => as === "object")?.word ?? "";
	const stopped = ran.exit !== 0 && refused === undefined;
	const wrong = /^Error: argument "(.*)" is wrong/.exec(ran.stderr)?.[1];
	const reader = new Reader(argv.slice(1), marks, objectNames[object] ?? object, stopped, wrong);
	const after: Session = { ...session, world: machine.world };
	return { ...reader.read(), object: reader.object, verb: reader.verb, ran, after, requests, stopped };
}

/** Where the namespace is missing, the tool stops at its name: what comes after is read as if it were there. */
function marksWith(netns: string, session: Session, argv: readonly string[]): Mark[] {
	const made = run(session, ["ip", "netns", "add", netns]).session;
	const marks: Mark[] = [];
	runProgram(createMachine(made.world), argv, { netns: session.netns, ear: (mark) => marks.push(mark) });
	return marks;
}

class Reader {
	readonly object: string;
	verb = "";
	readonly #words: readonly string[];
	readonly #marks: readonly Mark[];
	readonly #stopped: boolean;
	/** The value at which the tool stopped: its key word has not taken it. */
	readonly #wrong: string | undefined;
	readonly #items: Item[] = [];
	readonly #whole: string[] = ["ip"];
	#kind: string | undefined;

	constructor(
		words: readonly string[],
		marks: readonly Mark[],
		object: string,
		stopped: boolean,
		wrong: string | undefined,
	) {
		this.#words = words;
		this.#marks = marks;
		this.object = object;
		this.#stopped = stopped;
		this.#wrong = wrong;
	}

	read(): Pick<Reading, "items" | "whole"> {
		for (let at = 0; at < this.#words.length; ) at = this.#next(at);
		return { items: this.#items, whole: this.#whole };
	}

	/** One item; gives where the next one begins. */
	#next(at: number): number {
		const mark = this.#marks.findLast(({ from }) => from === at);
		if (mark === undefined) return this.#unmarked(at);
		const inner = this.#marks.find(({ from }) => from > at);
		const last = mark === this.#marks.at(-1);
		if (this.#stopped && last && !mark.closed && (mark.as === "row" || mark.as === "value"))
			return this.#rest(at, "unread");
		const end = Math.min(mark.to, inner?.from ?? mark.to, mark.as === "row" && mark.to > at + 2 ? at + 2 : mark.to);
		this.#take(mark, at, end);
		return end;
	}

	#take({ as, word }: Mark, at: number, end: number): void {
		const words = this.#words.slice(at, end);
		const whole = as === "value" || (as === "row" && words.length === 0) ? words : [word, ...words.slice(1)];
		if (as === "verb") this.verb = word;
		if (as === "object") whole[0] = objectNames[word] ?? word;
		this.#put(as, as === "object" ? (objectNames[word] ?? word) : word, words, whole);
		if (as === "row" && word === "type" && this.object === "link" && this.verb !== "show") this.#kind = words[1];
	}

	#put(as: Item["as"], key: string, words: readonly string[], whole: readonly string[] = words): void {
		this.#items.push({
			as,
			key,
			words,
			object: this.object,
			verb: this.verb,
			...(this.#kind !== undefined && { kind: this.#kind }),
		});
		this.#whole.push(...whole);
	}

	/** A word of a parser that is written by hand. */
	#unmarked(at: number): number {
		const word = this.#words[at] as string;
		if (this.#items.at(-1)?.as === "unread") return this.#rest(at, "unread");
		const exec = this.verb === "exec" && /^(?:netns|vrf)$/.test(this.object);
		if (exec && this.#items.at(-1)?.as === "word") return this.#rest(at, "program");
		if (this.object === "netns" || this.object === "vrf")
			return this.#word(at, this.object === "netns" ? "netns.netns" : "vrf");
		const [keys, flags] = handRead[this.object] ?? [[], []];
		if (flags.includes(word)) return this.#row(at, at + 1);
		if (keys.includes(word)) return this.#row(at, Math.min(at + 2, this.#words.length));
		const before = this.#items.at(-1);
		if (word === this.#wrong && before?.as === "row" && before.words.length === 1) {
			this.#items[this.#items.length - 1] = { ...before, words: [...before.words, word] };
			this.#whole.push(word);
			return at + 1;
		}
		if (this.#stopped && !(this.object in handRead)) return this.#rest(at, "unread");
		return this.#word(at, before?.as === "verb" ? "verbWord" : "word");
	}

	#row(at: number, end: number): number {
		this.#put("row", this.#words[at] as string, this.#words.slice(at, end));
		return end;
	}

	#word(at: number, key: string): number {
		this.#put("word", key, this.#words.slice(at, at + 1));
		return at + 1;
	}

	#rest(at: number, as: "program" | "unread"): number {
		this.#put(as, as, this.#words.slice(at));
		return this.#words.length;
	}
}
