/** Programs that talk over the network, and sysctl, in English. */
import { list } from "../list.ts";
import type { Facts } from "../text.ts";

export const program = {
	notModelled: () =>
		"iplab says this itself, not the real tool: what was asked is not modelled here, or would never end. On a real system it may well work.",
	bridgeWord: ({ word, all }: Facts) => `bridge does not know ${word}.${all ? ` It knows: ${all}.` : ""}`,
	bridgeNoPort: ({ dev, all }: Facts) =>
		`${dev} is no port of a bridge, and only a port has such a setting. Ports are: ${list(all, "none")}.`,
	bridgeMissing: ({ words }: Facts) =>
		`bridge was not told all that it needs (${words}): dev names the port, vid the VLAN, a MAC address the entry.`,
	bridgeLladdr: ({ typed }: Facts) => `${typed} is no MAC address: six bytes with colons, as 02:00:00:00:00:01.`,
	bridgeNoEntry: ({ lladdr }: Facts) =>
		`The bridge has no such entry for ${list(lladdr, "that address")}: bridge fdb shows which there are, each with its device and with master or self.`,
	noWay: ({ dst }: Facts) => `What is sent to ${dst} does not get there, or the answer does not come back.`,
	noAnswerYet: ({ dst }: Facts) =>
		`Nothing stops packets to ${dst} for good: a little later the answer comes. A new address must first be known to be the only one of its kind, a neighbour's link address be asked for, a bridge listen.`,
	boundNoWay: ({ dst, dev }: Facts) =>
		`The packets are bound to ${dev}: only routes through it count, and only an answer that comes in by it. ${dst} does not answer that way.`,
	linkLocalNoDevice: ({ dst, all }: Facts) =>
		`${dst} is good on one link only, and every link may have one: the device stands behind a percent sign. There are: ${list(all, "none besides lo")}.`,
	portRefused: ({ dst, port, ns, listens }: Facts) =>
		`${dst} is reached, and refuses: no program waits on port ${port} there. ${ns ? `In namespace ${ns} there` : "There"} wait: ${list(listens, "none")}.`,
	portTaken: ({ port, holder, state }: Facts) =>
		`Port ${port} is taken${holder ? `: a socket holds ${holder}${state ? ` (${state})` : ""}` : ""}. A port on an address belongs to one socket, and one on 0.0.0.0 or :: takes all addresses.`,
	portPrivileged: ({ port }: Facts) =>
		`Ports below 1024 are for root (net.ipv4.ip_unprivileged_port_start), and ${port} is one. Who may become root, or takes a higher port, gets it.`,
	sourceForeign: ({ src, all }: Facts) =>
		`${src} is to be the source, but it stands on no device here. Own addresses are: ${list(all, "none of this family")}.`,
	noSourceLeft: ({ dst }: Facts) =>
		`The kernel found nothing to send to ${dst} from: no address of its own that fits (::1 itself is missing where lo has no IPv6), or every port of its range is in use towards there.`,
	addressTaken: ({ addr, lladdr }: Facts) =>
		`Somebody has ${addr} already${lladdr ? `: ${lladdr} answered` : ""}. -D asks just that, so an answer is the failure.`,
	notArpable: ({ dev }: Facts) =>
		`${dev} has no neighbours that could be asked with ARP: what is sent through it does not go to a link of Ethernet's kind.`,
	tooLong: ({ size, total, mtu, head, most }: Facts) =>
		`${size} bytes of data make a packet of ${total} with its headers (${head}). No more than ${mtu} fits in one piece on this way, and the packet may not be cut (-M do), or is longer than IP can say: ${most} bytes of data is the most.`,
	broadcastAsk: ({ dst }: Facts) =>
		`${dst} is a broadcast address: all on the link would hear it. ping wants -b to be told that this is meant.`,
	broadcastSilent: ({ dst, key }: Facts) =>
		`All on the link hear a ping to ${dst}, and none answers: hosts do not answer broadcasts as long as ${key} is 1, which is the default.`,
	multicastSilent: ({ dst }: Facts) =>
		`${dst} is a group. Only who has joined it hears, and nobody who did is there to answer.`,
	ttlOver: ({ ttl, router, dst }: Facts) =>
		`-t ${ttl} lets the packet through ${ttl} hops less one. At ${router || "a router"} its time was over, short of ${dst}.`,
	wireguardNoPeer: ({ dst }: Facts) =>
		`The way to ${dst} is a WireGuard device, and none of its peers has ${dst} among its allowed addresses.`,
	noNameServer: ({ name }: Facts) =>
		`${name} is a name, and there is no name server in this world: addresses are written as numbers.`,
	noHostName: ({ name }: Facts) =>
		`${name} is neither an address nor a name: an address stands alone here, without the length of a prefix, a port or a path.`,
	optionTwoFamilies: ({ program }: Facts) =>
		`${program} is told of both families, and speaks one at a time: ping4 and ping6 have chosen already.`,
	optionFamily: ({ option, dst }: Facts) =>
		`${option} allows only ${option === "-4" ? "IPv4" : "IPv6"}, and ${dst} is an address of the other family.`,
	portRange: ({ port }: Facts) =>
		`${list(port, "The address")} cannot be: ports are numbers from 1 to 65535, and a URL needs a host.`,
	portMissing: ({ dst }: Facts) => `${dst} is the host; the port is missing behind it.`,
	targetMissing: ({ program }: Facts) => `${program} was not told whom to reach.`,
	valueRange: ({ word, min, max }: Facts) => `${word} is out of range: it takes ${min} to ${max}.`,
	captureFilter: ({ words }: Facts) =>
		`${words} is no filter: words such as icmp, arp, tcp, host ADDRESS, port N, joined by and, or, not.`,
	captureDown: ({ dev }: Facts) => `${dev} is down: nothing passes it that could be shown (ip link set ${dev} up).`,
	socketFilter: ({ word }: Facts) =>
		`${word} is not understood in a filter: it takes src or dst with an address, sport or dport with :N, joined by and, or, not.`,
	socketDevice: ({ all }: Facts) => `The filter names a device that is not there. There are: ${all}.`,
	noSelinux: () => "-Z shows SELinux contexts, and no SELinux runs here.",
	sysctlValue: ({ key, value, now, taken }: Facts) =>
		`${key} does not take ${value}. It is ${list(now, "empty")} now; of the values tried on a copy it takes ${list(taken, "none")}.`,
	sysctlSecret: ({ key }: Facts) =>
		`${key} takes a secret that is written as an IPv6 address, of a device or of default; until one is written there is nothing to read.`,
	sysctlReadOnly: ({ key }: Facts) => `${key} can be read, not written.`,
	sysctlShared: () =>
		"Strict means one VRF for a table, and two share one now: ip vrf shows which. Take one of them away first.",
	sysctlSyntax: () =>
		"What is set is KEY=VALUE, one word without blanks around the sign, or a line of its own in a file; a key alone is read, and not with -w.",
	sysctlNothing: () => "sysctl was not told which setting is meant; -a means all of them.",
	sysctlFile: ({ file }: Facts) => `There is no file ${file} to read settings from.`,
	sysctlMissing: ({ key, near }: Facts) =>
		`There is no ${key} in this namespace: the settings of a device come and go with it, and other namespaces have their own.${near ? ` The nearest name is ${near}.` : ""}`,
};
