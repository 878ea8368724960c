/** `type ip6tnl`: options and the -d line. ip/link_ip6tnl.c. Read tunnel.ts and tunnel6.ts first. */
import { type Field, field } from "../../../print/field.ts";
import type { TunnelData } from "../../../uapi/link-data.ts";
import { wrong } from "../failure.ts";
import type { Grammar } from "../grammar.ts";
import { type Kind, parseKind } from "./kind.ts";
import { describeParts, type Part } from "./part.ts";
import * as tunnel from "./tunnel.ts";
import * as part from "./tunnel-part.ts";
import * as tunnel6 from "./tunnel6.ts";

const modes = [
	{ name: "ip6ip6", also: "ipv6/ipv6", proto: 41 },
	{ name: "ipip6", also: "ip/ipv6 ipv4/ipv6 ip4ip6", proto: 4 },
	{ name: "any", also: "any/ipv6", proto: 0 },
];

const grammar: Grammar<tunnel.TunnelDraft> = {
	rows: [
		{ word: "mode", match: "exact", takes: modes.map(({ name }) => name), to: setMode },
		...tunnel.endRows("inet6", "exact"),
		tunnel.devRow(),
		tunnel.ttlRow({ word: "hoplimit", match: "exact", also: ["ttl", "hlim"] }, "invalid HLIM\n"),
		tunnel6.encapLimitRow(false),
		tunnel6.tclassRow({ word: "tclass", match: "exact", also: ["tos", "tc"], alsoPrefix: ["dsfield"] }),
		tunnel6.flowlabelRow,
		tunnel6.dscpRow,
		tunnel6.fwmark6Row,
		...tunnel6.localRemoteRows,
		...tunnel.encapRows(),
		tunnel.externalRow(),
	],
};

function setMode(draft: tunnel.TunnelDraft, value: string): void {
	const mode = modes.find(({ name, also }) => name === value || also.split(" ").includes(value));
	if (mode === undefined) throw wrong(value, "Cannot guess tunnel mode.");
	draft.tunnel.proto = mode.proto;
}

const defaults: TunnelData = { ...tunnel6.defaults6, proto: 0, link: 0 };

const parts: readonly Part<TunnelData>[] = [
	part.external,
	({ proto }): Field[] =>
		modes.filter((mode) => mode.proto === proto).map(({ name }) => field("proto", `${name} `, name)),
	...part.ends,
	part.ttlPart("hoplimit"),
	tunnel6.flowPart,
	tunnel6.flags6Part,
	part.encapPart,
];

export const ip6tnl: Kind = {
	name: "ip6tnl",
	grammar,
	parse: (ctx, words, creating, index) => {
		const draft = tunnel.startFrom(ctx, "ip6tnl", creating, index, defaults);
		// The envelope of one that is there is not looked at: a change begins without.
		const { encapType, encapFlags, encapSport, encapDport } = tunnel6.defaults6;
		Object.assign(draft.tunnel, { encapType, encapFlags, encapSport, encapDport });
		parseKind("ip6tnl", undefined, grammar, draft, words);
		const { proto = 0, external } = draft.tunnel;
		return external ? { proto, external } : tunnel.given(draft.tunnel);
	},
	describe: describeParts(parts),
};
