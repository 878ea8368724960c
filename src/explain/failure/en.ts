/** Failures in English. Words of `ip` are never translated. */

import { kind } from "./en/kind.ts";
import { message } from "./en/message.ts";
import { object } from "./en/object.ts";
import { program } from "./en/program.ts";
import { routing } from "./en/routing.ts";
import { list } from "./list.ts";
import type { Facts, FailureWords, Tell } from "./text.ts";

const or = (near: string | undefined, text: (near: string) => string) => (near ? ` ${text(near)}` : "");

const failures = {
	addrExists: ({ addr, dev }: Facts) =>
		`${dev} has ${addr} already, and an address stands only once on a device. To change what belongs to it (label, lifetime, scope), say replace instead of add.`,
	addrOtherLength: ({ addr, real, dev }: Facts) =>
		`${dev} has the address, but as ${real}: the length behind the slash is part of its name, and ${addr} is another one.`,
	addrElsewhere: ({ addr, dev, real }: Facts) => `${addr} is not on ${dev}. It is on ${real}.`,
	addrNowhere: ({ addr, dev, all }: Facts) => `No device has ${addr}. ${dev} has ${list(all, "no address at all")}.`,
	addrNeighbour: ({ addr, real, dev }: Facts) =>
		`${addr} is in the subnet of ${dev}, but ${dev}'s own address there is ${real}.`,
	addrLoopback6: ({ dev }: Facts) =>
		`::1 means this machine itself, and the kernel lets it stand on lo alone, never on ${dev}. (127.x of IPv4 has no such guard.)`,
	addrMulticast: ({ addr }: Facts) =>
		`${addr} is the address of a group. A host does not own it, it joins it: that is what autojoin asks for.`,
	addrDisabled6: ({ dev, key }: Facts) =>
		`IPv6 is switched off on ${dev}: ${key} is 1. As long as it is, the device takes no IPv6 address.`,
	addrSmallMtu: ({ dev, mtu, least, family }: Facts) =>
		`${dev} has an mtu of ${mtu}. ${family} needs packets of ${least} bytes at least, so the kernel has taken ${family} away from the device.`,
	addrLifetimes: ({ valid, preferred }: Facts) =>
		`An address cannot be preferred for longer (${preferred}) than it is valid (${valid}).`,
	addrNone: ({ dev }: Facts) => `There is no address in the command, only the device ${dev}.`,
	linkExists: ({ name, index }: Facts) =>
		`There is a device ${name} already (number ${index}), and names are unique in a namespace.`,
	linkRenameTaken: ({ name }: Facts) =>
		`Another device is called ${name} already, and names are unique in a namespace.`,
	linkAltnameTaken: ({ name, owner }: Facts) =>
		`${name} is a name of ${owner} already. Alternative names share one list with the first names.`,
	linkUnknownKind: ({ kind, near }: Facts) =>
		`The kernel knows no kind of link called ${kind}.${or(near, (word) => `The nearest one is ${word}.`)}`,
	linkDeleteLo: () =>
		`lo cannot be deleted: the kernel makes it with the namespace and takes it away with it. It can be set down.`,
	linkDeleteCard: ({ dev }: Facts) =>
		`${dev} was not made by ip link add, so it cannot be deleted that way: a card is there as long as its hardware or driver is. It can be set down.`,
	vlanExists: ({ id, lower, other }: Facts) =>
		`VLAN ${id} on ${lower} has its device already${other ? `: ${other}` : ""}. There is one for each number on a device.`,
	vlanNoLower: ({ lower }: Facts) =>
		`A VLAN needs a device to run on: link DEV in front of type, for example link ${lower}.`,
	vlanProtocol: ({ protocol }: Facts) =>
		`${protocol} is no protocol of VLAN tags: those are 802.1Q and, around another, 802.1ad.`,
	vlanNoId: () => "A VLAN needs its number: id N behind type vlan.",
	vlanBadId: ({ id }: Facts) =>
		`${id} is no number of a VLAN: they have 12 bits, and the last one is kept, so 0 to 4094.`,
	mtuTooBig: ({ dev, mtu, max }: Facts) =>
		`${mtu} is more than ${dev} can send in one piece: its driver takes up to ${max}.`,
	mtuTooSmall: ({ dev, mtu, min }: Facts) => `${mtu} is less than ${dev} allows: its driver wants ${min} at least.`,
	enslaveUp: ({ dev, master }: Facts) => `${dev} is up, and ${master} takes only a device that is down.`,
	enslaveSelf: ({ dev }: Facts) => `${dev} cannot be a port of itself.`,
	enslaveBridge: ({ dev, master }: Facts) =>
		`${dev} and ${master} are both bridges, and a bridge is no port of a bridge: frames could run in circles. Two bridges are joined by a veth pair, one end in each.`,
	enslaveLo: ({ master }: Facts) =>
		`lo is no port of ${master}: what is sent through lo comes back to this machine at once, it has no link to share.`,
	notMaster: ({ dev, master, kind }: Facts) =>
		`${master}${kind ? ` is a ${kind} and` : ""} takes no ports, so it cannot be the master of ${dev}. Bridges, bonds, teams and VRFs can.`,
	linkNameTooLong: ({ name, count }: Facts) =>
		`${name} has ${count} characters; the kernel keeps 15 for the name of a device.`,
	linkBadName: ({ name }: Facts) =>
		`${name} cannot be the name of a device: no slash, colon or blank, and neither . nor .. by itself.`,
	badLladdr: ({ typed }: Facts) =>
		`${typed} is no link address for this device: six bytes with colons, as 02:00:00:00:00:01.`,
	groupLladdr: ({ address }: Facts) =>
		`${address} is the address of a group: the lowest bit of its first byte is set. A device needs an address of its own, such as one that begins with 02.`,
	netnsImmutable: ({ dev, netns }: Facts) =>
		`${dev} cannot move: it belongs to its namespace. ${netns} has a lo of its own, which only waits to be set up.`,
	netnsNameTaken: ({ dev, netns }: Facts) =>
		`${netns} has a device ${dev} already. A new name can be given on the way.`,
	netnsNoPid: ({ pid }: Facts) =>
		`A number behind netns is a process, and there is no process ${pid}. A namespace is called by its name.`,
	netnsUnknown: ({ name, near, all }: Facts) =>
		`There is no namespace ${name}.${or(near, (word) => `Is ${word} meant?`)} There are: ${list(all, "none with a name")}.`,
	netnsExists: ({ name }: Facts) => `A namespace is called ${name} already.`,
	lowerDown: ({ dev, lower }: Facts) => `${dev} runs on ${lower}, and ${lower} is down.`,
	notThisKind: ({ dev, kind, real }: Facts) =>
		`${dev} is ${real ? `a ${real}` : "no such device"}, so it has no settings of a ${kind}.`,
	vxlanNoId: () => "A VXLAN needs the number of its network: id N.",
	routeExists: ({ route, dst, metric }: Facts) =>
		`There is a route to ${dst} already: ${route}. Two routes to one destination in one table differ by their metric: replace changes the one that is there, metric ${metric} puts a second one behind it.`,
	routeOther: ({ dst, real }: Facts) =>
		`There is a route to ${dst}, but it reads: ${real}. What is said to del must fit all of it.`,
	routeNear: ({ dst, real }: Facts) => `There is no route to ${dst} there. The nearest one reads: ${real}.`,
	routeNowhere: ({ dst }: Facts) => `There is no route to ${dst}, and none near it: there is nothing to delete.`,
	gatewayLinkDown: ({ gw, dev, net }: Facts) =>
		`${gw} would be reached through ${dev}, which has an address in ${net}. But ${dev} is down, and so its routes are not there.`,
	gatewayOffLink: ({ gw, dev, nets }: Facts) =>
		`A gateway must be a neighbour: reached directly, without another router (scope link). No subnet of this machine holds ${gw}; it has ${list(nets, "none")}. If ${gw} does stand on the link of ${dev}, say so by a route to it, or by onlink.`,
	gatewayOwn: ({ gw, dev }: Facts) => `${gw} is this machine's own address (on ${dev}). A gateway is somebody else's.`,
	gatewayLinkLocal: ({ gw, dev }: Facts) =>
		`${gw} is good on one link only, and every link may have one: the device must be named${dev === "lo" ? "" : `, for example dev ${dev}`}.`,
	routeDeviceDown: ({ dev }: Facts) =>
		`${dev} is down. A route needs a device that is up, and going down takes its routes away.`,
	routeNoCarrier: ({ dev, peer }: Facts) =>
		`${dev} is up, but has no carrier: the other end${peer ? ` (${peer})` : ""} is down.`,
	routeNoWay: ({ dst, dev }: Facts) =>
		`The command says where to (${dst}) and not which way: a route needs via GATEWAY or dev DEVICE${dev === "lo" ? "" : `, for example dev ${dev}`}.`,
	routeHostBits: ({ typed, net }: Facts) =>
		`${typed} names one host and a length. A route goes to a whole network, which is written with its first address: ${net}.`,
	routePrefsrc: ({ src }: Facts) =>
		`src is the address that this machine puts into its packets, so it must be its own. ${src} stands on none of its devices.`,
	routeTypeWithDevice: ({ type }: Facts) => `A ${type} route sends nothing anywhere, so it takes neither via nor dev.`,
	routeNoNexthop: ({ id, ids }: Facts) => `There is no next hop ${id}. There are: ${list(ids, "none")}.`,
	routeNoTable: ({ table, tables }: Facts) =>
		`Table ${table} is empty, and the kernel makes a table with its first route. There are: ${list(tables, "none")}.`,
	lookupRule: ({ dst, priority }: Facts) =>
		`The rule with priority ${priority} refuses packets to ${dst} before any table is asked.`,
	lookupType: ({ dst, route }: Facts) =>
		`The best route to ${dst} is there to say no: ${route}. blackhole answers Invalid argument, unreachable No route to host, prohibit Permission denied.`,
	lookupNone: ({ dst, tables, nets }: Facts) =>
		`No route holds ${dst}, and there is no default route where it is looked for. ${list(tables, "main").includes(", ") ? "Tables" : "Table"} ${list(tables, "main")}: ${list(nets, "empty")}.`,
	lookupPassed: ({ dst, route, why = "", dev }: Facts) => {
		const reasons: Readonly<Record<string, string>> = {
			throw: "a throw route ends the search in its table, and no other table answers",
			dead: `${dev} is down`,
			device: "it leads out by another device than the one asked for",
			linkdown: `${dev} has no carrier, and ignore_routes_with_linkdown is set`,
			tos: "it is for another tos",
			source: "it is for other senders",
			scope: "it reaches further than is allowed here",
			expired: "its time is over",
		};
		return `${route} holds ${dst}, and is passed over: ${reasons[why] ?? why}. No other route is left.`;
	},
	routeNoDestination: () =>
		"The command does not say where to: a route begins with its destination, default for all that no other route holds.",
	ruleExists: ({ priority }: Facts) =>
		`The very same rule is there already${priority ? ` with priority ${priority}` : ""}. With another priority it could stand twice.`,
	ruleMissing: ({ priorities }: Facts) =>
		`No rule has all that the command says. Besides the three of the kernel (0, 32766, 32767) there are: ${list(priorities, "none")}.`,
	ruleBackward: ({ target, own }: Facts) => `A goto only jumps forward: ${target} is not behind ${own}.`,
	nexthopExists: ({ id }: Facts) => `There is a next hop ${id} already; replace changes it.`,
	nexthopMissing: ({ id, ids }: Facts) => `There is no next hop ${id}. There are: ${list(ids, "none")}.`,
	groupMissing: ({ ids }: Facts) => `A group is made of next hops that are there; ${ids} is not.`,
	neighExists: ({ dst, dev, lladdr }: Facts) =>
		`${dev} knows ${dst} already${lladdr ? `, at ${lladdr}` : ""}. replace changes the entry.`,
	neighElsewhere: ({ dst, dev, real }: Facts) => `${dev} does not know ${dst}; ${real} does.`,
	neighNowhere: ({ dst, dev }: Facts) =>
		`${dev} has no entry for ${dst}: none was made, and no packet has asked for it.`,
	neighNoLladdr: ({ dst }: Facts) => `The entry says who (${dst}) and not where: lladdr gives the link address.`,
	neighFdbProxy: () => "Bridges answer for nobody else: their forwarding entries are listed without proxy.",
	unknownObject: ({ word, near }: Facts) => `ip has no object ${word}.${or(near, (other) => `Is ${other} meant?`)}`,
	unknownVerb: ({ word, object, near }: Facts) =>
		`${object} has no command ${word}.${or(near, (other) => `Is ${other} meant?`)}`,
	unknownOption: ({ word, near }: Facts) => `ip has no option ${word}.${or(near, (other) => `Is ${other} meant?`)}`,
	garbage: ({ word, key, near }: Facts) =>
		`${word} is no keyword here. The tool then takes a word for the missing ${key}, which was given before: hence the sentence.${or(near, (other) => `Is ${other} meant?`)}`,
	duplicate: ({ key, second }: Facts) => `${key} is said twice; ${second} is the second time.`,
	deviceNear: ({ name, near, all }: Facts) => `There is no device ${name}. Is ${near} meant? There are: ${all}.`,
	deviceUnknown: ({ name, all }: Facts) => `There is no device ${name} in this namespace. There are: ${all}.`,
	choice: ({ word, noun, names, near }: Facts) =>
		`${word} is no ${noun} with a name, and no number. Names are: ${names}.${or(near, (other) => `Is ${other} meant?`)}`,
	number: ({ word, key }: Facts) => `${word} is no number, and ${key} takes one.`,
	otherFamily: ({ word, family, other }: Facts) => `${word} is an address of ${other}, and ${family} was asked for.`,
	prefixTooLong: ({ word, bits, len }: Facts) =>
		`${word}: an address like this has ${bits} bits, so the length cannot be ${len}.`,
	badPrefix: ({ word }: Facts) =>
		`${word} is not written as a prefix: an address, a slash, and the number of bits that are the network.`,
	badAddress: ({ word }: Facts) =>
		`${word} is no address. IPv4: four numbers from 0 to 255 with dots; IPv6: groups of hexadecimal digits with colons. ip asks no name server.`,
	notEnough: ({ key }: Facts) => `${key} is missing, and the command cannot be meant without it.`,
	incomplete: ({ last }: Facts) => `After ${last} a word was to follow.`,
	flushAll: () => "flush deletes all that fits, so it wants to be told what: a device, a table, a scope.",
	getNothing: () => "route get answers for one destination; it has to be named.",
	tunMode: () => "A tun device carries IP packets, a tap device frames: mode says which.",
	tunnelModule: ({ dev, mode }: Facts) =>
		`ip tunnel speaks to ${dev}, which comes with the module of ${mode}, and no namespace here has it. ip link add loads the module by itself.`,
	tunBusy: ({ dev, mode }: Facts) => `${dev} is there already, as a ${mode} device.`,
	vrfTable: () => "A VRF is a routing table with a device for its face: table N says which.",
	noVrf: ({ name, all }: Facts) => `There is no VRF ${name}. There are: ${list(all, "none")}.`,
	tokenLo: () =>
		"A token is the second half of addresses that routers announce. lo hears no routers, so it takes none.",
	...kind,
	...object,
	...program,
	...routing,
};

export type FailureTexts = Readonly<Record<keyof typeof failures, Tell>>;

const words: FailureWords = {
	works: "This works:",
	first: "First this:",
	again: "then the same command again.",
	unknown: "There is no explanation for this message here.",
	more: "With a world to look at, the explanation names the cause: iplab explain COMMAND.",
	fine: "The command works; nothing is to be mended.",
};

export const en = { failures, messages: message, words };
