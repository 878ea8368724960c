/** `type ip6gre`, `ip6gretap` and `ip6erspan`: options and the -d line. ip/link_gre6.c. Read tunnel.ts and tunnel6.ts first. */
import type { TunnelData } from "../../../uapi/link-data.ts";
import type { Grammar } from "../grammar.ts";
import { erspanData, erspanRows, noErspan } from "./erspan-row.ts";
import { type Kind, parseKind } from "./kind.ts";
import { describeParts, type Part } from "./part.ts";
import * as tunnel from "./tunnel.ts";
import * as part from "./tunnel-part.ts";
import * as tunnel6 from "./tunnel6.ts";

const grammar: Grammar<tunnel.TunnelDraft> = {
	rows: [
		...tunnel.greRows(),
		...tunnel.endRows("inet6", "prefix"),
		tunnel.devRow(),
		tunnel.ttlRow({ word: "hoplimit", match: "prefix", alsoPrefix: ["ttl", "hlim"] }, "invalid HLIM\n"),
		tunnel6.tclassRow({ word: "tclass", match: "prefix", alsoPrefix: ["tos", "dsfield"] }),
		tunnel6.flowlabelRow,
		tunnel6.dscpRow,
		...tunnel.encapRows(),
		tunnel.externalRow(),
		tunnel6.fwmark6Row,
		...tunnel6.localRemoteRows,
		tunnel6.encapLimitRow(true),
		...erspanRows(),
	],
};

const defaults: TunnelData = { ...tunnel6.defaults6, ikey: 0, okey: 0, iflags: 0, oflags: 0 };

const parts: readonly Part<TunnelData>[] = [
	part.external,
	...part.ends,
	part.ttlPart("hoplimit"),
	tunnel6.flowPart,
	part.grePart,
	tunnel6.flags6Part,
	part.erspanPart,
	part.encapPart,
];

/** All three send what erspan needs; the kernel lets it lie where it is not one. */
function kind(name: string): Kind {
	return {
		name,
		grammar,
		parse: (ctx, words, creating, index) => {
			const draft = tunnel.startFrom(ctx, name, creating, index, defaults);
			parseKind(name, undefined, grammar, draft, words);
			if (draft.tunnel.external) return { external: true };
			return tunnel.given({ ...draft.tunnel, ...noErspan, ...erspanData(draft.tunnel) });
		},
		describe: describeParts(parts),
	};
}

export const ip6gre = kind("ip6gre");
export const ip6gretap = kind("ip6gretap");
export const ip6erspan = kind("ip6erspan");
