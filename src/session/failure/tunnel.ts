/** Why a tunnel was refused: by `ip tunnel` and its ioctls, or as a kind of link. net/ipv4/ip_tunnel.c, net/ipv6/sit.c */
import type { Ifinfo, LinkRequest } from "../../uapi/message.ts";
import { nearest } from "./near.ts";
import {
	added,
	after,
	changed,
	changedAfter,
	find,
	type Mend,
	type Row,
	type Situation,
	sentence,
	without,
} from "./situation.ts";

const tunnelKinds = /^(?:ipip|gre|gretap|sit|vti6?|ip6tnl|ip6gre|ip6gretap|erspan|ip6erspan)$/;
const fallback = /^(?:tunl|gre|sit|ip_vti|ip6_vti|ip6tnl|ip6gre|gretap|erspan)0$/;

function tunnels(s: Situation): readonly Ifinfo[] {
	return s.state.links.filter(({ kind }) => tunnelKinds.test(kind ?? ""));
}

function names(s: Situation): string {
	return tunnels(s)
		.map(({ ifname }) => ifname)
		.join(", ");
}

/** The same command with the name of another tunnel. */
function renamed(s: Situation, name: string): (Mend | undefined)[] {
	return nearest(
		name,
		tunnels(s).map(({ ifname }) => ifname),
	).map((other) => changed(s, name, other));
}

const missing = sentence(
	/^(?:get|delete|change) tunnel "(.*)" failed: No such device/,
	"tunnelMissing",
	(s, [, device = ""]) => {
		const at = s.argv.findIndex((word) => /^(?:del|delete|change|chg|show|list)$/.test(word));
		const name = s.argv[at + 1] === "name" ? (s.argv[at + 2] ?? "") : (s.argv[at + 1] ?? device);
		const mode = after(s, "mode") ?? (s.argv.includes("-6") ? "ip6ip6" : "gre");
		const make = s.argv.includes("change") ? [s.argv.map((word) => (word === "change" ? "add" : word))] : undefined;
		const withMode = make && after(s, "mode") === undefined ? [[...(make[0] ?? []), "mode", mode]] : undefined;
		return { facts: { name, all: names(s) }, mends: [...renamed(s, name), make, withMode] };
	},
);

const exists = sentence(/^add tunnel "(.*)" failed: File exists/, "tunnelExists", (s) => {
	const at = s.argv.lastIndexOf("add");
	const name = s.argv[at + 1] === "name" ? (s.argv[at + 2] ?? "") : (s.argv[at + 1] ?? "");
	const same = s.state.link(name);
	const [remote, local] = [after(s, "remote") ?? "any", after(s, "local") ?? "any"];
	const other = same ?? tunnels(s).find(({ data }) => (data as { remote?: string } | undefined)?.remote === remote);
	const facts = { name, other: other?.ifname ?? "", remote, local };
	return {
		facts,
		mends: [
			changed(s, name, `${name}x`),
			changedAfter(s, "remote", remote.includes(":") ? "2001:db8::77" : "192.0.2.77"),
			[["ip", "tunnel", "change", ...s.argv.slice(at + 1)]],
		],
	};
});

/** A second one with the same ends and key, made by ip link. */
const endsTaken: Row = (s) => {
	const kind = after(s, "type") ?? "";
	if (s.request?.type !== "RTM_NEWLINK" || s.errno !== "EEXIST" || !tunnelKinds.test(kind)) return undefined;
	const attrs = (s.request as LinkRequest).attrs;
	const ends = { remote: after(s, "remote") ?? "any", local: after(s, "local") ?? "any", key: after(s, "key") ?? "" };
	const other = tunnels(s).find((link) => {
		const data = (link.data ?? {}) as { remote?: string; local?: string };
		return link.kind === kind && (data.remote ?? "any") === ends.remote;
	});
	const facts = { kind, ...ends, other: other?.ifname ?? s.state.link(attrs.ifname ?? "")?.ifname ?? "" };
	const six = kind.includes("6");
	return find("tunnelEnds", facts, changedAfter(s, "remote", six ? "2001:db8::77" : "192.0.2.77"), [
		[...s.argv, "remote", six ? "2001:db8::77" : "192.0.2.77"],
	]);
};

const notDeletable = sentence(
	/^delete tunnel "(.*)" failed: Operation not permitted/,
	"tunnelFallback",
	(_, [, name = ""]) => ({ facts: { name } }),
);
const noTunnel = sentence(
	/^(?:delete|get|change) tunnel "(.*)" failed: Operation not supported/,
	"tunnelOther",
	(s, [, name = ""]) => ({
		facts: { name, kind: s.state.link(name)?.kind ?? "", all: names(s) },
		mends: s.argv.some((word) => "delete".startsWith(word)) ? [[["ip", "link", "del", name]]] : [],
	}),
);
const ttl = sentence(/ttl != 0 and nopmtudisc are incompatible/, "tunnelTtl", (s) => ({
	mends: [without(s, "nopmtudisc", 1), without(s, "ttl")],
}));
const broadcastSource = sentence(/A broadcast tunnel requires a source address/, "tunnelGroup", (s) => {
	const own = s.state.addrs.filter(({ family }) => family === "inet").map((ifa) => ifa.local ?? "");
	return {
		facts: { remote: after(s, "remote") ?? "" },
		mends: [...own, "192.0.2.1"].map((addr) => added(s, "local", addr)),
	};
});
const noName = sentence(/^Tunnel interface name not specified/, "tunnelNoName", (s) => ({
	mends: [[s.argv.toSpliced(s.argv.lastIndexOf("add") + 1, 0, "t0")]],
}));
const noMode = sentence(/^cannot determine tunnel mode/, "tunnelNoMode", (s) => ({ mends: [added(s, "mode", "gre")] }));
const noKeys = sentence(/^Keys are not allowed with ipip and sit/, "tunnelNoKeys", (s) => ({
	mends: [without(s, "key"), changedAfter(s, "mode", "gre")],
}));

function sitMissing(s: Situation, name: string) {
	return find("sitMissing", { name, all: sits(s).join(", ") }, ...sits(s).map((other) => changed(s, name, other)));
}

function sits(s: Situation): string[] {
	return s.state.links.filter(({ kind }) => kind === "sit").map(({ ifname }) => ifname);
}

/** The ioctls of sit devices: 89f5–89f7 of the list of routers, 89f8–89fa of 6rd. include/uapi/linux/if_tunnel.h */
const sitOnly: Row = (s) => {
	const found = /^(\S+): ioctl (\w+) failed: (.*)$/.exec(s.stderr);
	if (!found) return undefined;
	const [, name = "", , why = ""] = found;
	const link = s.state.link(name);
	if (!link) return sitMissing(s, name);
	if (why === "Inappropriate ioctl for device" || s.argv.at(-1) === name)
		return find(
			"sitNothing",
			{ name },
			added(s, s.argv.includes("prl") ? "prl-default" : "6rd-reset", ...(s.argv.includes("prl") ? ["192.0.2.1"] : [])),
		);
	if (link.kind !== "sit" || fallback.test(name))
		return find(
			"sitOther",
			{
				name,
				kind: link.kind ?? "",
				all: sits(s)
					.filter((other) => !fallback.test(other))
					.join(", "),
			},
			...sits(s).map((other) => changed(s, name, other)),
		);
	if (why === "File exists" || why === "No such device or address")
		return find("prlEntry", { name, addr: s.argv.at(-1) ?? "", there: why === "File exists" ? "yes" : "" });
	const prefix = after(s, "6rd-prefix");
	if (prefix !== undefined)
		return find(
			"sixRd",
			{ prefix, relay: after(s, "6rd-relay_prefix") ?? "" },
			changedAfter(s, "6rd-prefix", "2001:db8::/32"),
			[
				s.argv.map((word, i) =>
					s.argv[i - 1] === "6rd-prefix" ? "2001:db8::/32" : s.argv[i - 1] === "6rd-relay_prefix" ? "10.0.0.0/8" : word,
				),
			],
		);
	return find("prlAddress", { addr: s.argv.at(-1) ?? "" }, [s.argv.with(-1, "192.0.2.1")]);
};

const usage: Row = sentence(/^Not enough attributes provided|^Error: Not enough attributes/, "tunnelNoRemote", (s) => ({
	facts: { kind: after(s, "type") ?? "" },
	mends: [added(s, "id", "100", "remote", "192.0.2.2"), added(s, "remote", "192.0.2.2")],
}));

const tunOther = sentence(/^ioctl\(TUNSETIFF\): Invalid argument/, "tunBusy", (s) => {
	const [dev = ""] = s.argv.filter((word) => s.state.link(word));
	const other = after(s, "mode") === "tap" ? "tun" : "tap";
	return { facts: { dev, mode: other }, mends: [changedAfter(s, "mode", other)] };
});

export const tunnelRows: readonly Row[] = [
	missing,
	exists,
	notDeletable,
	noTunnel,
	ttl,
	broadcastSource,
	noName,
	noMode,
	noKeys,
	sitOnly,
	usage,
	tunOther,
	endsTaken,
];
