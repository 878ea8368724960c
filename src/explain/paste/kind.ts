/**
 * The lines of -d about a kind of link: `veth …`, `bridge forward_delay 1500 …`, `bridge_slave state …`. Rows of setting.ts
 * say which word has what for a value, and how JSON names it; what it means stands in topic/setting.ts and its texts.
 */
import { type Rest, readFlags, readRows } from "./line.ts";
import { detailRows, rowFor } from "./row.ts";
import { settingRows } from "./setting.ts";
import type { Words } from "./word.ts";

const kinds = new Set(
	(
		"dummy veth bridge bond vlan vxlan macvlan macvtap ipvlan ipvtap tun ifb vrf wireguard gre gretap ip6gre ip6gretap " +
		"erspan ip6erspan ipip sit ip6tnl vti vti6 geneve team openvswitch can vcan vxcan bareudp nlmon xfrm macsec netkit " +
		"dsa hsr batadv ipoib rmnet gtp amt netdevsim nicvf_ipsec wwan ovpn virt_wifi pfcp loopback"
	).split(" "),
);

const vlanFlags = new Set(["REORDER_HDR", "GVRP", "LOOSE_BINDING", "MVRP", "BRIDGE_BINDING"]);

/** The first word of a line about a kind. */
export function isKind(word: string): boolean {
	return kinds.has(word) || (word.endsWith("_slave") && /^[a-z_]+$/.test(word)) || word.endsWith("-qos-map");
}

const canRows = settingRows.filter(({ only }) => only === "can");

/** `bitrate 500000 sample-point 0.875`: a CAN bus has lines of its own for its timing. ip/iplink_can.c can_print_opt() */
export function goesOnCan(words: Words): boolean {
	return rowFor(canRows, words.peek()) !== undefined;
}

export function readCan(words: Words): Rest {
	words.fields.push({ open: "object", key: "info_data" });
	const rest = readRows(words, canRows);
	words.fields.push({ close: "object" });
	return rest;
}

export function readKind(words: Words): Rest {
	const word = words.peek();
	if (word.endsWith("-qos-map")) {
		words.fields.push({ open: "object", key: "info_data" });
		words.field(word === "ingress-qos-map" ? "ingress_qos" : "egress_qos", null, words.left);
		words.fields.push({ close: "object" });
		return { rows: [] };
	}
	const slave = word.endsWith("_slave");
	if (slave) words.field("info_slave_kind", word.slice(0, -"_slave".length));
	else words.field("info_kind", word);
	words.fields.push({ open: "object", key: slave ? "info_slave_data" : "info_data" });
	const kind = slave ? word : word.replace(/^(ip6)?(gre|erspan).*|^(ipip|sit|ip6tnl|vti6?)$/, "tunnel");
	const rows = settingRows.filter(({ only }) => only === undefined || only === kind);
	const own = [...rows.filter(({ only }) => only === kind), ...rows];
	const rest = readRows(words, own, detail);
	words.fields.push({ close: "object" });
	return { rows: rest.rows, ...(rest.pending === undefined ? {} : { pending: rest.pending }) };
}

/** `<REORDER_HDR,GVRP>` of a VLAN; and what every link has may follow on the same line: it is no setting of the kind. */
function detail(words: Words): boolean {
	if (/^<[A-Z_,]+>$/.test(words.peek())) {
		readFlags(words, vlanFlags);
		return true;
	}
	const row = rowFor(detailRows, words.peek());
	if (row === undefined) return false;
	const at = words.fields.length;
	readRows(words, detailRows);
	const tail = words.fields.splice(at);
	const path = words.fields.findLast((field) => "open" in field && /^info_/.test(field.key ?? ""));
	words.fields.push({ close: "object" }, ...tail, {
		open: "object",
		...(path && "key" in path ? { key: path.key } : {}),
	});
	return true;
}
