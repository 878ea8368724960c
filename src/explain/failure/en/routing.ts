/** Routes, rules, next hops and neighbours, as the kernel speaks of them in sentences, in English. */
import { list } from "../list.ts";
import type { Facts } from "../text.ts";

export const routing = {
	addrAny: () => "An address for a device is one host's own; any, default and :: mean none in particular.",
	anyAddress: ({ word, key }: Facts) => `${word} stands for no address at all, and ${key} needs one.`,
	familyOption: ({ option, object }: Facts) =>
		`${option} asks for a family that ip ${object} has nothing of: its addresses are of IPv4 or IPv6.`,
	familyWords: ({ family }: Facts) => `The option asks for addresses of ${family}, and this is none.`,
	gatewayBroadcast: ({ gw }: Facts) =>
		`${gw} is for many: a broadcast address, or that of a group. A gateway is one machine.`,
	sixDeviceOnly: () =>
		"In IPv6 a route with several next hops is several routes, each with a gateway; one without (nexthop dev alone, or a type that sends nothing anywhere) cannot be among them.",
	getProto: ({ proto }: Facts) => `A lookup can ask as tcp, udp or icmp (of its family), not as ${proto}.`,
	getByDevice: ({ dev, dst }: Facts) =>
		`Through ${dev} no route leads to ${dst}, and a broadcast or a group has no route that fibmatch could name.`,
	getRefused: ({ dst }: Facts) => `A route or a rule refuses packets to ${dst}: it is there to say no.`,
	getWords: ({ words }: Facts) =>
		`A lookup does not take all of this: ${words}. It wants whole addresses, no notify, and no prefix in from.`,
	indexUnknown: ({ word, all }: Facts) =>
		`${word} means the device with that number, and no device here has it. There are: ${all}.`,
	nexthopFamily: ({ id }: Facts) => `Next hop ${id} leads to an address of IPv4, and this is a route of IPv6.`,
	nexthopFdb: ({ id }: Facts) =>
		`An fdb next hop (${list(id, "this one")}) is for the forwarding table of a VXLAN; routes cannot use it, it has no device, and in a group all are fdb or none.`,
	nexthopNoDevice: ({ gw }: Facts) => `The next hop names its gateway ${gw} and not the device towards it: dev DEVICE.`,
	nexthopNoId: ({ ids }: Facts) => `A next hop is deleted by its number: id N. There are: ${list(ids, "none")}.`,
	nexthopNothing: () =>
		"The command gives a number and nothing to go with it: a next hop is a gateway with its device, a device, a group, or blackhole, of IPv4 or IPv6.",
	nexthopTwice: ({ word }: Facts) =>
		`${word} stands in front of nexthop and behind it, and they differ. With several next hops it belongs to each of them.`,
	nexthopSource: () => "A route with a from of its own cannot point to a next hop object.",
	nexthopBuckets: () => "A resilient group spreads over buckets, and their number must be said: buckets N.",
	nexthopOnlyId: () => "A next hop object is deleted by its number alone; whatever else is said of it is refused.",
	nexthopExcludes: ({ word }: Facts) =>
		word === "fdb"
			? "An fdb next hop is only an address: it has no device, no encapsulation, and is no blackhole."
			: "A blackhole next hop leads nowhere: it has no gateway, no device and no encapsulation, and is not fdb.",
	groupInGroup: ({ group }: Facts) => `A group has single next hops as its members, and in ${group} there is a group.`,
	groupTwice: ({ group }: Facts) =>
		`A next hop stands in a group once, and in ${group} one stands twice. To have more, it has a weight: ID,WEIGHT.`,
	groupAlone: () => "A group has no way of its own: its members have. No dev, via or blackhole beside it.",
	nexthopZero: () => "Numbers of next hops begin with 1.",
	nexthopOtherKind: ({ id }: Facts) =>
		`Routes and groups lean on next hop ${id}, so it stays of its kind when it is replaced: one way, a group, or a resilient group with its number of buckets; and no blackhole among several.`,
	nexthopBucketNone: ({ id }: Facts) =>
		`Only a resilient group has buckets, counted from 0, and ${list(id, "this one")} has not that one.`,
	gatewayFamily: ({ gw }: Facts) =>
		`${list(gw, "The gateway")} is of a family that cannot be the gateway here: a route of IPv4 takes one of IPv4, or with via inet6 one of IPv6; a route of IPv6 only one of IPv6.`,
	loDownForBlackhole: ({ dev }: Facts) => `${dev} is down, and the next hop needs it up; a blackhole one hangs on lo.`,
	natGone: () => "map was for translating addresses in routes, which Linux gave up long ago.",
	onlinkNoDevice: ({ gw }: Facts) => `onlink says: believe that ${gw} is on the link. Which link, dev must say.`,
	onlinkNoGateway: () => "onlink speaks of a gateway, and this route has none, or its device cannot have one.",
	congestion: ({ name }: Facts) => `The kernel knows no way of congestion control called ${name}.`,
	scopeGateway: () => "A route of scope host ends on this machine, so it has no gateway and only one next hop.",
	routeScope: ({ scope }: Facts) =>
		`A route cannot have the scope ${scope}: nowhere means that there is none, and a type that sends nothing has its scope given.`,
	routeNoIpv6: ({ dev }: Facts) =>
		`IPv6 is off on ${dev} (net.ipv6.conf.${dev}.disable_ipv6, or an mtu below 1280), so no route of IPv6 can lead through it.`,
	routeChangeMissing: () =>
		"change wants the route to be there, with the same destination, metric and table; it is not. replace makes it where it is missing.",
	routeExistsSome: ({ gw }: Facts) =>
		`One of the next hops (${gw}) makes a route to this destination that is there already.`,
	hopTwice: ({ gw }: Facts) =>
		`${gw} is named twice. In IPv6 each next hop is a route of its own, and the second one would be the first again.`,
	ruleFamily: ({ addr }: Facts) => `${addr} is of IPv6, and a rule is of IPv4 where nothing else is said: -6 says so.`,
	ruleNoArguments: () => "A rule must say something: which packets it is for, or what to do with them.",
	tosBits: ({ tos }: Facts) =>
		`${tos} cannot be looked for: the two lowest bits belong to ECN, and a rule of IPv4 sees only 0x1c of the rest.`,
	portRangeRule: ({ key, range }: Facts) => `${key} ${range} begins behind its end.`,
	l3mdevTable: () => "l3mdev takes the table of the VRF that a packet belongs to, so no other can be named.",
	proxyNoDevice: () => "Answering for somebody else is done on one link: dev says on which.",
	incomingRpFilter: ({ from, iif }: Facts) =>
		`rp_filter does not believe that a packet from ${from} came in by ${iif}: the route back leaves elsewhere, or there is none.`,
	incomingDown: ({ iif }: Facts) => `${iif} is down: nothing comes in by it.`,
	incomingForward: ({ from, iif, dst }: Facts) =>
		`A packet${from ? ` from ${from}` : ""} that comes in by ${iif} for ${dst} would have to be passed on: net.ipv4.ip_forward is 0 there, no route leads on, or a route says no.`,
	incomingNone: ({ dst, iif }: Facts) =>
		`A packet to ${dst} that comes in by ${iif} finds no route: the tables are asked for it as for one of this machine's own, and none leads there.`,
	incomingMartian: ({ from, iif }: Facts) =>
		`A packet${from ? ` from ${from}` : ""} by ${iif} is not believed (a martian): its source is an address of this machine, a group, no address, or one that no route leads back to; connected is for what the machine sends itself.`,
	autojoinGroup: ({ addr }: Facts) => `autojoin joins a group, and ${addr} is a host's address.`,
	nexthopOrWay: ({ id }: Facts) =>
		`The route points to next hop ${id}, which is its whole way: via and dev cannot be said besides.`,
	gatewayTwice: ({ first, second }: Facts) =>
		`One next hop has two gateways here, one of each family${first ? `: ${first} and ${second}` : ""}. It takes one; another is a next hop of its own.`,
	encapInline: () =>
		`A header of segment routing goes into a packet of IPv6 alone (inline); one of IPv4 can be wrapped in another packet (mode encap).`,
	nexthopGroupAlone: () =>
		`A group is nothing but its members: ways, tunnels and buckets of another kind of group cannot be said of it.`,
	encapMissing: ({ type }: Facts) =>
		`This kernel cannot wrap packets in ${type} on a route: it was built, or is running, without that.`,
	blackholeGroup: ({ group }: Facts) =>
		`One of ${group} is a blackhole, and packets cannot be shared between a way and none: in a group it stands alone.`,
	tosSix: () => `Routes of IPv6 do not look at the type of service.`,
	flushInvalid: () =>
		`The kernel refused to delete one of the routes that fit, as it stands in the list; those before it are gone.`,
};
