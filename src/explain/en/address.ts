/** The lines of an address, in English. */
import { scopes } from "../../uapi/scope.ts";
import { isLo, isLoopbackAddr, isUp, rangeOf } from "../context.ts";
import { hexAddrFlags, privateName } from "../fact.ts";
import type { Context, ScopeWords, Text } from "../text.ts";
import type { addressTopics } from "../topic/address.ts";
import { addr, dev, seconds } from "./word.ts";

export const reach: ScopeWords["reach"] = {
	global: "everywhere, behind routers too",
	site: "within one site",
	link: "on one link, as far as the first router",
	host: "inside this machine only",
	nowhere: "nowhere",
};

/** The steps that are always shown. */
const usual = new Set(["global", "link", "host"]);

/** The ladder of scopes with this address's step marked. */
function ladder({ value }: Context): string {
	const rows = scopes.filter(({ name }) => usual.has(name) || name === value);
	const said: Readonly<Record<string, string>> = reach;
	const lines = rows.map(({ name, number }) => {
		const mark = name === value ? " ◀" : "";
		return `  ${name.padEnd(7)}${String(number).padStart(4)}  ${said[name] ?? ""}${mark}`;
	});
	return ["How far the kernel holds this address to be good:", ...lines].join("\n");
}

export const address: Record<keyof typeof addressTopics, Text> = {
	"family.inet": { what: "An IPv4 address follows.", why: "One interface may carry many." },
	"family.inet6": { what: "An IPv6 address follows.", why: "Most interfaces carry several." },
	"addr.loopback": {
		what: "“Myself”: whoever sends to it reaches the very machine it is sent from. All of 127.0.0.0/8 is set aside for that.",
		why: "No wire carries it: on any card the kernel drops packets from or to 127.x as impossible (“martian”), unless route_localnet is set there. A service that listens here is closed to the outside.",
		here: (c) => (isLo(c.link) && !isUp(c.link) ? "Now, with lo down, not even this machine reaches it." : undefined),
	},
	"addr.loopback.elsewhere": {
		what: (c) => `An address of 127.0.0.0/8 on ${dev(c)}, not on lo: allowed, and of no use on the wire.`,
		why: "Packets from or to 127.x are dropped on any card, unless the sysctl route_localnet is set there at both ends.",
	},
	"addr.loopback6": {
		what: "“Myself” in IPv6: what 127.0.0.1 is in IPv4, one address instead of a whole range.",
		why: "The kernel lets it on lo only, and drops what comes in by a card from or to it.",
	},
	"addr.private": {
		what: (c) => `A private address (of ${privateName(addr(c)) ?? "a private range"}): good inside one's own network.`,
		why: "Anybody may use the same; the Internet does not carry it, a router must translate it (NAT).",
	},
	"addr.shared": {
		what: "An address of 100.64.0.0/10, shared behind a provider's NAT.",
		why: "VPNs such as Tailscale use them as well.",
	},
	"addr.linklocal": {
		what: "An address of 169.254.0.0/16: made up for this link alone.",
		why: "Often a sign that no DHCP server answered.",
	},
	"addr.linklocal6": {
		what: "The link-local address that an IPv6 interface makes for itself.",
		why: "Neighbours and routers talk through it before anything else is set.",
	},
	"addr.ula": {
		what: "A private IPv6 address (fc00::/7).",
		why: "Good inside one's own network, not on the Internet.",
	},
	"addr.documentation": {
		what: "An address from a range kept for examples in books.",
		why: "No real network on the Internet has it.",
	},
	"addr.multicast": {
		what: "The address of a group, not of one machine.",
		why: "Those who join hear what is sent to it.",
	},
	"addr.public": {
		what: "An address of the public Internet, as far as its number tells.",
		why: "Unique in the world; others may be able to reach it.",
	},
	"addr.own": {
		what: (c) =>
			`A packet from this machine to its own ${addr(c)} does not touch ${dev(c)}: table local hands it to lo.`,
		why: "ip route get shows it: local … dev lo.",
	},
	"addr.peer": {
		what: "The address of the other end.",
		why: "The prefix length after it counts for that end.",
	},
	prefixlen: {
		what: "How many bits name the subnet; the rest tell the machines in it apart.",
		why: "Those in the same subnet are sent to directly, all others through a router.",
		here: (c) => {
			const range = rangeOf(c.addr);
			if (range === undefined || isLo(c.link) || !isUp(c.link) || c.addr.flags?.has("noprefixroute")) return undefined;
			const all =
				c.addr.family === "inet6" ? `all of ${range[0]}/${c.value} counts` : `${range[0]} – ${range[1]} count`;
			return `So ${all} as neighbours on ${dev(c)}.`;
		},
	},
	"prefixlen.lo": {
		what: (c) => {
			const range = rangeOf(c.addr);
			const all = range === undefined ? "the whole range" : `each of ${range[0]} – ${range[1]}`;
			return `On lo, ${all} is this machine itself and answers, not just ${addr(c)}.`;
		},
		why: "lo has no neighbours: its IPv4 prefix becomes a local route. On a card it would mean a subnet.",
	},
	"prefixlen.host": {
		what: "All its bits: this one address, without any subnet.",
		why: "No neighbours come with it.",
	},
	"prefixlen.31": { what: "Just two addresses: the two ends of a line.", why: "No broadcast address is needed." },
	metric: {
		what: "The price of the route made for its subnet.",
		why: "Of two routes to one place the cheaper is taken.",
	},
	brd: {
		what: "The address that means: everybody in this subnet.",
		why: "Only a note; the kernel adds the route for it anyway.",
	},
	anycast: { what: "An address that several machines share.", why: "The nearest one answers." },
	scope: {
		what: ladder,
		why: "It counts when the kernel must choose a sender's address: only one that is good as far as the destination lies is taken. It holds no packet back. (A route has one too: how far off its destination lies.)",
	},
	scope6: {
		what: "In IPv6 the scope is read off the address itself: ::1 is host, fe80:: link, nearly all others global.",
		why: "Whoever sets it cannot choose; ip addr add … scope is ignored.",
	},
	"scope.global": {
		what: "Good everywhere: it may be the sender towards any destination.",
		why: "An address is global unless something else is said; this does not mean public.",
		here: (c) => {
			if (c.addr.local === undefined) return undefined;
			if (isLoopbackAddr(c.addr))
				return "The wrong scope for 127/8: the kernel may now choose it as the sender of what leaves, and then refuses to send that.";
			if (isLo(c.link))
				return `${addr(c)} is on lo but not shut in: whoever has a route for it to this machine reaches it, by any card. And it becomes the sender on links that have no global address of their own. Routers carry theirs here, since lo does not fail with a cable.`;
			return `${addr(c)} may be the sender of what leaves by ${dev(c)}; and it answers whichever link a packet for it came in by.`;
		},
	},
	"scope.site": {
		what: "Between link and global: good within one site.",
		why: "Given up for IPv6; for IPv4 the kernel only compares the number.",
	},
	"scope.link": {
		what: (c) =>
			c.addr.family === "inet6"
				? "Good on this one link: routers do not pass it on."
				: "Good on this one link: chosen as the sender for neighbours, not for what lies behind a router.",
		why: (c) =>
			c.addr.family === "inet6" ? `To send to such an address, name the link too: fe80::1%${dev(c)}.` : undefined,
		here: (c) =>
			c.addr.family === "inet6" || c.addr.local === undefined
				? undefined
				: `Whoever has a route to ${addr(c)} still reaches it: the scope stops no packet.`,
	},
	"scope.host": {
		what: (c) =>
			c.addr.family === "inet6"
				? "Good inside this machine only: never the sender of what leaves it."
				: "Good inside this machine only: the kernel does not choose it as the sender of what leaves the machine.",
		why: "Addresses of 127/8 get it by themselves, any other only when it is asked for.",
		here: (c) => {
			if (c.addr.local === undefined || c.addr.family === "inet6") return undefined;
			if (isLoopbackAddr(c.addr) && isLo(c.link))
				return [
					`Who does what for ${addr(c)}:`,
					"  scope host   keeps it from being chosen as the sender",
					"               of anything that leaves the machine",
					"  lo           brings each packet back as received",
					"  127/8        is kept off every wire: that is why",
					"               nobody outside reaches it",
					"  table local  says that this address is this machine",
				].join("\n");
			return `It is no wall: a neighbour who has a route to ${addr(c)} gets an answer, and a program that asks for it by name (bind) may send from it, even to the outside.`;
		},
	},
	"scope.nowhere": { what: "Good nowhere.", why: "Only a mark inside the kernel; on an address it makes no sense." },
	"scope.number": {
		what: (c) => `A scope without a name: ${c.value}.`,
		why: "The smaller, the further: 0 is global, 200 site, 253 link, 254 host.",
	},
	"addrflag.secondary": {
		what: "A further address in the same subnet.",
		why: "The first one is the usual sender; when that is deleted, this one goes too, unless promote_secondaries is set.",
	},
	"addrflag.temporary": {
		what: "A made-up IPv6 address that changes often.",
		why: "So that one cannot be followed by it.",
	},
	"addrflag.nodad": {
		what: "Used without asking whether somebody else has it.",
		why: "Saves a second, risks a clash.",
	},
	"addrflag.optimistic": { what: "Used already, while the asking still goes on.", why: "Saves a second." },
	"addrflag.dadfailed": {
		what: "Somebody else on this link has the same address.",
		why: "It is not used; one of the two must change.",
	},
	"addrflag.home": { what: "The home address of a mobile node.", why: "Mobile IPv6; rare." },
	"addrflag.deprecated": {
		what: "No longer preferred: old connections may keep it, new ones take another.",
		why: "Its preferred_lft has run out.",
	},
	"addrflag.tentative": {
		what: "Not in use yet: the kernel is asking whether somebody else has it.",
		why: "Lasts a second or two; longer where there is no signal.",
	},
	"addrflag.dynamic": {
		what: "It has an end: see valid_lft.",
		why: "Mostly it comes from DHCP or a router, which will renew it.",
	},
	"addrflag.mngtmpaddr": { what: "The kernel makes temporary addresses from it.", why: "For privacy; see temporary." },
	"addrflag.noprefixroute": {
		what: "The kernel added no route for its subnet.",
		why: "NetworkManager and others like to do so themselves.",
	},
	"addrflag.autojoin": { what: "It joins the multicast group of this address.", why: "Only for multicast addresses." },
	"addrflag.stable-privacy": {
		what: "Made from a secret, the same each time on this network.",
		why: "It does not betray the MAC.",
	},
	"addrflag.hex": {
		what: (c) =>
			`Flags as a number, because this ip had no names for them: ${hexAddrFlags(c.value, c.addr.family === "inet6")}.`,
		why: "A newer ip would print the names.",
	},
	label: { what: "The address's label, here the interface's name.", why: "A relic of ifconfig; IPv4 only." },
	"label.alias": {
		what: "The address's label.",
		why: "ifconfig showed such an address as an interface of its own.",
		here: "It looks like an interface and is none: a second address with a name.",
	},
	valid_lft: {
		what: ({ value }) =>
			value === "forever" ? "No time limit." : `It is deleted in ${seconds(value)}, unless it is renewed.`,
		why: "DHCP and IPv6 routers give addresses for a time.",
	},
	preferred_lft: {
		what: ({ value }) => {
			if (value === "forever") return "The same for its use in new connections.";
			return Number.parseInt(value, 10) <= 0
				? "No longer taken for new connections."
				: `Taken for new connections for another ${seconds(value)}.`;
		},
		why: "After that it is deprecated.",
	},
	"proto.kernel_lo": { what: "The kernel set this address when lo went up.", why: "Nobody had to configure it." },
	"proto.kernel_ra": { what: "The kernel made it from a router's announcement.", why: "It comes and goes with that." },
	"proto.kernel_ll": { what: "The kernel made it: the link-local address.", why: "Nobody had to configure it." },
	"proto.other": { what: "Who set this address.", why: "A mark for programs; the kernel does nothing with it." },
};
