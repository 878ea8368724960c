/** `type gre`, `gretap` and `erspan`: options and the -d line. ip/link_gre.c. Read tunnel.ts first. */
import { isMulticast, toWords } from "../../../net/addr.ts";
import { type Field, field, member } from "../../../print/field.ts";
import type { TunnelData } from "../../../uapi/link-data.ts";
import type { LinkData } from "../../../uapi/message.ts";
import { returned } from "../failure.ts";
import type { Grammar } from "../grammar.ts";
import { erspanData, erspanRows, noErspan } from "./erspan-row.ts";
import { type Kind, parseKind } from "./kind.ts";
import { describeParts, type Part } from "./part.ts";
import * as tunnel from "./tunnel.ts";
import * as part from "./tunnel-part.ts";

const common: Grammar<tunnel.TunnelDraft>["rows"] = [
	...tunnel.greRows(),
	{ word: "nopmtudisc", match: "prefix", to: (draft) => (draft.tunnel.pmtudisc = false) },
	{ word: "pmtudisc", match: "prefix", to: (draft) => (draft.tunnel.pmtudisc = true) },
	...tunnel.endRows("inet", "prefix"),
	tunnel.devRow(),
	tunnel.ttlRow({ word: "ttl", match: "prefix", alsoPrefix: ["hoplimit", "hlim"] }, "invalid TTL\n"),
	tunnel.tosRow({ word: "tos", match: "prefix", alsoPrefix: ["tclass", "dsfield"] }),
	...tunnel.encapRows(),
	tunnel.externalRow(),
	{ word: "ignore-df", match: "exact", to: (draft) => (draft.tunnel.ignoreDf = true) },
	{ word: "noignore-df", match: "exact", to: (draft) => (draft.tunnel.ignoreDf = false) },
	tunnel.fwmarkRow(),
];

const defaults: TunnelData = {
	ikey: 0,
	okey: 0,
	iflags: 0,
	oflags: 0,
	pmtudisc: true,
	tos: 0,
	ttl: 0,
	fwmark: 0,
	encapType: "none",
	encapFlags: 0,
	encapSport: 0,
	encapDport: 0,
};

/** To a group of receivers: the group is the key where none was given. */
function toGroup(data: TunnelData): TunnelData {
	const { remote, local, ikey = 0, okey = 0, iflags = 0, oflags = 0 } = data;
	if (remote === undefined || !isMulticast(remote)) return data;
	if (local === undefined) throw returned("A broadcast tunnel requires a source address.");
	const key = toWords(remote)[0] ?? 0;
	return {
		...data,
		...(ikey === 0 ? { ikey: key, iflags: iflags | tunnel.GRE_KEY } : {}),
		...(okey === 0 ? { okey: key, oflags: oflags | tunnel.GRE_KEY } : {}),
	};
}

/** What goes out of an erspan depends on its version. */
function requestOf(data: TunnelData, erspan: boolean): LinkData {
	if (data.external) return { external: true };
	return tunnel.given({ ...data, ...noErspan, ...(erspan ? erspanData(data) : {}) });
}

const parts: readonly Part<TunnelData>[] = [
	part.external,
	...part.ends,
	part.ttlPart("ttl"),
	part.tosPart,
	({ pmtudisc, ignoreDf }): Field[] => [
		...(pmtudisc === undefined ? [] : [pmtudisc ? member("pmtudisc", true) : field("pmtudisc", "nopmtudisc ", false)]),
		...(ignoreDf ? [part.yes("ignore-df", "ignore_df")] : []),
	],
	part.grePart,
	part.fwmarkPart,
	part.erspanPart,
	part.encapPart,
];

function kind(name: string): Kind {
	const erspan = name === "erspan";
	const grammar: Grammar<tunnel.TunnelDraft> = { rows: [...common, ...(erspan ? erspanRows() : [])] };
	return {
		name,
		grammar,
		parse: (ctx, words, creating, index) => {
			const draft = tunnel.startFrom(ctx, name, creating, index, defaults);
			if (draft.tunnel.ignoreDf === false) delete draft.tunnel.ignoreDf;
			parseKind(name, undefined, grammar, draft, words);
			return requestOf(toGroup(draft.tunnel), erspan);
		},
		describe: describeParts(parts),
	};
}

export const gre = kind("gre");
export const gretap = kind("gretap");
export const erspan = kind("erspan");
