/** `type ipvlan` and `type ipvtap`: options and the -d line. ip/iplink_ipvlan.c. */
import { field } from "../../../print/field.ts";
import { IPVLAN_F_PRIVATE, IPVLAN_F_VEPA, type IpvlanData } from "../../../uapi/link-data.ts";
import { returned } from "../failure.ts";
import type { Grammar, Row } from "../grammar.ts";
import { type Kind, type KindDraft, kindUsage, parseKind } from "./kind.ts";
import { describeParts, type Part } from "./part.ts";

interface IpvlanDraft extends KindDraft {
	readonly name: string;
	flags?: number;
}

const modes: readonly string[] = ["l2", "l3", "l3s"];

const grammar: Grammar<IpvlanDraft> = {
	rows: [
		{ word: "mode", match: "prefix", takes: modes, to: setMode },
		flagRow("private", IPVLAN_F_PRIVATE),
		flagRow("vepa", IPVLAN_F_VEPA),
		flagRow("bridge", 0),
	],
};

function setMode({ data }: IpvlanDraft, value: string): void {
	if (!modes.includes(value)) throw returned('Error: argument of "mode" must be either "l2", "l3" or "l3s"');
	data.mode = value;
}

/** One of the three, once: the second is no word of the language any more. */
function flagRow(word: string, flags: number): Row<IpvlanDraft> {
	return {
		word,
		match: "prefix",
		to: (draft, value) => {
			if (draft.flags !== undefined)
				throw returned(`${draft.name}: unknown option "${value}"?\n${kindUsage(draft.name, grammar)}`);
			draft.flags = flags;
		},
	};
}

const parts: readonly Part<IpvlanData>[] = [
	// The blank in front is there in the real one.
	({ mode }) => (mode === undefined ? [] : [field("mode", ` mode ${mode} `, mode)]),
	({ flags }) => {
		if (flags === undefined) return [];
		const word = flags & IPVLAN_F_PRIVATE ? "private" : flags & IPVLAN_F_VEPA ? "vepa" : "bridge";
		return [field(word, `${word} `, true)];
	},
];

function kind(name: string): Kind {
	return {
		name,
		grammar,
		parse: (ctx, words, creating) => {
			const draft: IpvlanDraft = { name, ctx, creating, data: {} };
			parseKind(name, "option", grammar, draft, words);
			return { ...draft.data, flags: draft.flags ?? 0 };
		},
		describe: describeParts(parts),
	};
}

export const ipvlan = kind("ipvlan");
export const ipvtap = kind("ipvtap");
