/** What is unusual, in English: what it is, why it matters, how to look further. */
import type { UnusualTexts } from "../text.ts";

export const unusual: UnusualTexts = {
	"lo.down": {
		what: () => "lo is switched off.",
		why: "This machine cannot reach any address of its own: not 127.0.0.1, and not those of its cards.",
		look: () => "ip link set lo up",
	},
	"lo.no127": {
		what: () => "lo has no 127.0.0.1.",
		why: "What speaks to localhost over IPv4 will fail; the kernel gives lo this address whenever it goes up.",
		look: () => "ip addr add 127.0.0.1/8 dev lo",
	},
	"lo.no6": {
		what: () => "lo has no ::1.",
		why: "IPv6 is off here: what tries localhost over IPv6 first must fall back, or fails. Containers are often so.",
		look: () => "sysctl net.ipv6.conf.lo.disable_ipv6",
	},
	"lo.only4": {
		what: ({ other }) => `lo has no ::1, though ${other} has IPv6.`,
		why: "IPv6 is off on lo alone, or somebody took the address away: what tries localhost over IPv6 first must fall back, or fails.",
		look: () => "sysctl net.ipv6.conf.lo.disable_ipv6",
	},
	"lo.global": {
		what: ({ value }) => `lo carries ${value}, which is good beyond this machine.`,
		why: "A router's identity, a service's address (VIP) or an anycast address: it answers by any card, and no cable takes it down. It is no fault if somebody meant it.",
		look: ({ value }) => `ip route get ${value} on a neighbour shows whether it knows a way here`,
	},
	"lo.wsl": {
		what: ({ value }) => `lo carries ${value}: this is Windows' subsystem for Linux (WSL).`,
		why: "Its DNS answers there; it is not an address of your network.",
		look: () => "cat /etc/resolv.conf",
	},
	"lo.mtu": {
		what: ({ value }) => `lo has an mtu of ${value}, not 65536.`,
		why: "Somebody changed it. Harmless, but each large message to oneself is cut up more.",
		look: () => "ip link set lo mtu 65536",
	},
	"lo.prefix": {
		what: ({ value }) => `127.0.0.1 has a prefix of /${value} here, not /8.`,
		why: "Only so much of 127/8 leads back to this machine; the rest of it goes where the routes say, and is lost there.",
		look: () => "ip route get 127.1.2.3",
	},
	"addr.127": {
		what: ({ value, dev }) => `${value} is on ${dev}, not on lo.`,
		why: "127.x means “myself” wherever it is written; on the wire it is thrown away.",
		look: ({ value }) => `ip route get ${value}`,
	},
	"addr.127scope": {
		what: ({ value, dev }) => `An address of 127/8 on ${dev} has scope ${value}, not host.`,
		why: "The kernel may take it for the sender of what leaves, and then refuses to send that.",
		look: ({ dev }) => `ip addr show dev ${dev}`,
	},
	"addr.host": {
		what: ({ value, dev }) => `${value} on ${dev} has scope host.`,
		why: "It is not chosen as the sender of anything that leaves this machine; for an address on a card that is rarely meant.",
		look: ({ value }) => `ip route get 192.0.2.1 from ${value}`,
	},
	"addr.scope6": {
		what: ({ value }) => `${value} is a link-local address, but scope global is written.`,
		why: "The kernel reads the scope off the address and shows it so; somebody changed this text by hand.",
		look: ({ dev }) => `ip -6 addr show dev ${dev}`,
	},
	"addr.apipa": {
		what: ({ value, dev }) =>
			`${value} on ${dev} is an address that a machine gives itself when no DHCP server answers.`,
		why: "It reaches others on this link that did the same, and nobody else. The cable, the Wi-Fi password or the DHCP server is what to look at.",
		look: ({ dev }) => `ip -s link show ${dev} (does it receive anything?)`,
	},
	"addr.down": {
		what: ({ value, dev }) => `${dev} has ${value}, but is switched off.`,
		why: "Nobody is reached by it. This machine itself goes on answering for the address: it is in table local.",
		look: ({ dev }) => `ip link set ${dev} up`,
	},
	"addr.label": {
		what: ({ value, dev }) => `An address on ${dev} is labelled ${value}.`,
		why: "A label begins with the name of its interface, as a rule: lines are probably missing in between.",
		look: ({ value }) => `ip addr show dev ${value}`,
	},
	"addr.dadfailed": {
		what: ({ value, dev }) => `${value} is taken: somebody else on the link of ${dev} has it (dadfailed).`,
		why: "It is not used. One of the two must change; a cloned machine is the usual cause.",
		look: ({ value, dev }) => `ip neigh show ${value} dev ${dev}, on another machine of the link`,
	},
	"addr.tentative": {
		what: ({ value, dev }) => `${value} on ${dev} is still being checked (tentative).`,
		why: "Nothing can use it yet. That is over in a second or two; if it stays, the link has no signal.",
		look: ({ dev }) => `ip addr show dev ${dev} tentative`,
	},
	"addr.deprecated": {
		what: ({ value, dev }) => `${value} on ${dev} is deprecated.`,
		why: "New connections take another address. It is the end of a lease, or of a router's announcements.",
		look: ({ dev }) => `ip addr show dev ${dev} deprecated`,
	},
	"addr.overlap": {
		what: ({ value, dev, other }) => `The subnet of ${value} on ${dev} overlaps with that of ${other}.`,
		why: "For neighbours in both the kernel takes one of the two links, whichever route comes first; the others are not found.",
		look: () => "ip route get ADDRESS shows which link is taken",
	},
	"addr.twice": {
		what: ({ value, dev, other }) => `${value} is on ${dev} and on ${other} as well.`,
		why: "Answers may come by another link than the questions.",
		look: ({ value }) => `ip route show table local ${value}`,
	},
	"addr.alone": {
		what: ({ value, dev }) => `${value} on ${dev} is a /32: an address without neighbours.`,
		why: "Nobody is reached by it unless routes say how. Clouds, VIPs and container networks do so on purpose; else a prefix length was forgotten.",
		look: ({ dev }) => `ip route show dev ${dev}`,
	},
	"addr.vip": {
		what: ({ value, dev, other }) => `${value} on ${dev} is a /32 beside ${other}, in the same subnet.`,
		why: "So keepalived, kube-vip and their kin add the address of a service (VIP), which may move to another machine. Neighbours are reached by the other address's route.",
		look: ({ value }) => `arping ${value} from a neighbour shows which machine has it`,
	},
	"addr.broadcast": {
		what: ({ value, other }) =>
			`The broadcast address ${value} does not fit its subnet, whose last address is ${other}.`,
		why: "Machines that disagree about it do not hear each other's broadcasts; the prefix length may be what is wrong.",
		look: () => "ip addr change ADDRESS/LENGTH brd + dev DEVICE",
	},
	"link.nocarrier": {
		what: ({ dev }) => `${dev} is switched on, but has no signal (NO-CARRIER).`,
		why: "Nothing passes: no cable, nobody at the other end, no member in a bridge, or a program that is not running.",
		look: ({ dev }) => `ip -d link show ${dev}`,
	},
	"link.nomember": {
		what: ({ dev }) => `${dev} is a bridge with nobody in it that has a signal (NO-CARRIER).`,
		why: "Usual for docker0, virbr0 and the like while no container or virtual machine runs.",
		look: ({ dev }) => `ip link show master ${dev}`,
	},
	"link.nosignal": {
		what: ({ dev }) => `${dev} is UP, but not LOWER_UP.`,
		why: "It is switched on, and its line is not ready.",
		look: ({ dev }) => `ip -d link show ${dev}`,
	},
	"link.lowerdown": {
		what: ({ dev, other }) =>
			`${dev} stands on ${other === "" ? "an interface" : other}, which is switched off (M-DOWN).`,
		why: "Through it nothing gets far until that one is up.",
		look: ({ other }) => `ip link set ${other === "" ? "DEVICE" : other} up`,
	},
	"link.mtu4": {
		what: ({ dev, value }) => `${dev} has an mtu of ${value}: too small even for IPv4, which needs 68.`,
		why: "The kernel switches IPv4 and IPv6 off on such a link.",
		look: ({ dev }) => `ip link set ${dev} mtu 1500`,
	},
	"link.mtu6": {
		what: ({ dev, value }) => `${dev} has an mtu of ${value}: too small for IPv6, which needs 1280.`,
		why: "The kernel switches IPv6 off on such a link.",
		look: ({ dev }) => `ip link set ${dev} mtu 1500`,
	},
	"link.mtulower": {
		what: ({ dev, value, other }) => `${dev} has an mtu of ${value}, larger than that of ${other} below it.`,
		why: "Its large packets do not fit through; they are lost in silence.",
		look: ({ dev }) => `ip -d link show ${dev}`,
	},
	"link.mtupeer": {
		what: ({ dev, value, other }) => `${dev} has an mtu of ${value}, its other end has another: ${other}.`,
		why: "Large packets pass one way only.",
		look: ({ dev, value }) => `ip link set ${dev} mtu … (here ${value})`,
	},
	"link.mac": {
		what: ({ dev, other, value }) => `${dev} and ${other} have the same hardware address, ${value}.`,
		why: "On one network a switch would send to one of them only. Cloned machines and copied configurations are the usual cause.",
		look: ({ value }) => `ip -br link | grep ${value}`,
	},
	"stats.errors": {
		what: ({ dev, value }) => `${dev === "" ? "A link" : dev} counts ${value} errors.`,
		why: "There should be none. On a card: a bad cable, a wrong speed, a failing card; on a tunnel: no way to its other end.",
		look: ({ dev }) => `ip -s -s link show ${dev}`.trimEnd(),
	},
	"route.linkdown": {
		what: ({ value, dev }) =>
			`The route to ${value || "a place"} leads over ${dev || "a link"} without a signal (linkdown).`,
		why: "It is taken all the same, and packets vanish, unless ignore_routes_with_linkdown is set. For docker0 without a container it is usual.",
		look: ({ dev }) => `ip link show ${dev}`.trimEnd(),
	},
	"route.dead": {
		what: ({ value, dev }) => `The route to ${value || "a place"} is dead: ${dev || "its link"} is switched off.`,
		why: "It is not taken.",
		look: ({ dev }) => `ip link show ${dev}`.trimEnd(),
	},
	"route.anyip": {
		what: ({ value }) => `All of ${value} is local: this machine takes each of its addresses for its own.`,
		why: "Somebody set that route by hand (AnyIP). Servers of many addresses and transparent proxies do so; by mistake, it cuts the real ones off.",
		look: ({ value }) => `ip route get ${value.split("/")[0]}`,
	},
	"route.defaults": {
		what: ({ other }) => `There is more than one default route; the one ${other} is taken, for its smaller metric.`,
		why: "A laptop with cable and Wi-Fi is so. If the first one leads nowhere, the other does not help while it is there.",
		look: () => "ip route get 192.0.2.1",
	},
	"route.samedefaults": {
		what: () => "Two default routes have the same metric.",
		why: "Which one is taken depends on the order they were set in, and on which gateway answers; packets may leave by the wrong one.",
		look: () => "ip route get 192.0.2.1",
	},
	"neigh.failed": {
		what: ({ value, dev }) => `${value} does not answer${dev === "" ? "" : ` on ${dev}`} (FAILED).`,
		why: "It is off, or on another link, or its address is wrong: packets for it come back as “No route to host”.",
		look: ({ value, dev }) => (dev === "" ? `ip neigh get ${value}` : `arping -I ${dev} ${value}`),
	},
	"rule.asleep": {
		what: ({ value }) => `Rule ${value} is not in force: what it names is not there.`,
		why: "Its packets go on to the next rule.",
		look: () => "ip link; ip rule",
	},
};
