/** `type vti` and `type vti6`: options and the -d line. ip/link_vti.c, ip/link_vti6.c. Read tunnel.ts first. */
import type { AddrFamily } from "../../../net/addr.ts";
import type { TunnelData } from "../../../uapi/link-data.ts";
import type { Grammar, Row } from "../grammar.ts";
import { type Kind, parseKind } from "./kind.ts";
import { describeParts, type Part, said } from "./part.ts";
import * as tunnel from "./tunnel.ts";
import * as part from "./tunnel-part.ts";

function keyRow(word: string, members: readonly ("ikey" | "okey")[]): Row<tunnel.TunnelDraft> {
	const to = (draft: tunnel.TunnelDraft, value: string): void => {
		const key = tunnel.parseKey(word, value);
		for (const member of members) draft.tunnel[member] = key;
	};
	return { word, match: "prefix", takes: "NUMBER", to };
}

const parts: readonly Part<TunnelData>[] = [
	...part.ends,
	({ ikey }) => (ikey ? [said("ikey", part.dotted(ikey))] : []),
	({ okey }) => (okey ? [said("okey", part.dotted(okey))] : []),
	part.fwmarkPart,
];

const defaults: TunnelData = { ikey: 0, okey: 0, fwmark: 0 };

function kind(name: string, family: AddrFamily): Kind {
	const grammar: Grammar<tunnel.TunnelDraft> = {
		rows: [
			keyRow("key", ["ikey", "okey"]),
			keyRow("ikey", ["ikey"]),
			keyRow("okey", ["okey"]),
			...tunnel.endRows(family, "prefix"),
			tunnel.devRow(),
			tunnel.fwmarkRow(),
		],
	};
	return {
		name,
		grammar,
		parse: (ctx, words, creating, index) => {
			const draft = tunnel.startFrom(ctx, name, creating, index, defaults);
			parseKind(name, undefined, grammar, draft, words);
			return tunnel.given(draft.tunnel);
		},
		describe: describeParts(parts),
	};
}

export const vti = kind("vti", "inet");
export const vti6 = kind("vti6", "inet6");
