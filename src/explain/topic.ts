/**
 * The things of `ip addr` and `ip link` output that can be explained, one row each: the kernel's own constant, where to
 * read on, and whether it is `major` (worth more than one line to somebody who has never seen it). The prose is in
 * en.ts and fr.ts, which must have a text for every topic here or tsc refuses them. Topics are `kind.word`, so that a
 * word of the output leads to its topic (which.ts) without a table in between.
 */
import { addrFlags } from "../uapi/addr-flags.ts";
import { linkFlags } from "../uapi/link-flags.ts";
import { linkTypes } from "../uapi/link-type.ts";
import { linkModes, operstates } from "../uapi/operstate.ts";
import type { Row } from "../uapi/row.ts";
import { scopes } from "../uapi/scope.ts";

/** What is the same in every language. */
export interface TopicRow {
	/** The kernel's constant, `IFF_UP = 0x1`. */
	readonly constant?: string;
	/** An RFC, or the place in the Linux source. */
	readonly reference?: string;
	readonly major?: true;
}

function constantOf(rows: readonly Row[], name: string, radix: 10 | 16 = 10): string {
	const row = rows.find((each) => each.name === name);
	if (row === undefined) throw new Error(`no constant for ${name}`);
	return `${row.constant} = ${radix === 16 ? `0x${row.number.toString(16)}` : row.number}`;
}

const flag = (name: string, reference = "linux/if.h") => ({
	constant: constantOf(linkFlags, name, 16),
	reference,
});
const scope = (name: string, reference = "linux/rtnetlink.h") => ({
	constant: constantOf(scopes, name),
	reference,
});
const state = (name: string, reference = "RFC 2863") => ({ constant: constantOf(operstates, name), reference });
const type = (name: string) => ({ constant: constantOf(linkTypes, name), reference: "linux/if_arp.h" });
const addrFlag = (name: string, reference = "linux/if_addr.h") => ({
	constant: constantOf(addrFlags, name, 16),
	reference,
});

const major = true as const;
const stats = { reference: "linux/if_link.h, struct rtnl_link_stats64" } as const;
const gso = { reference: "Documentation/networking/segmentation-offloads.rst" } as const;

export const topics = {
	// the first line of a link
	ifindex: { reference: "netdevice(7), SIOCGIFINDEX" },
	name: { reference: "IFNAMSIZ = 16, linux/if.h" },
	"name.lo": { reference: "drivers/net/loopback.c", major },
	"link.name": { reference: "IFLA_LINK, rtnetlink(7)" },
	"link.ifN": { reference: "IFLA_LINK, IFLA_LINK_NETNSID" },
	"link.NONE": { reference: "IFLA_LINK" },
	"flag.LOOPBACK": { ...flag("LOOPBACK", "drivers/net/loopback.c"), major },
	"flag.BROADCAST": flag("BROADCAST"),
	"flag.POINTOPOINT": flag("POINTOPOINT"),
	"flag.MULTICAST": flag("MULTICAST"),
	"flag.NOARP": flag("NOARP"),
	"flag.ALLMULTI": flag("ALLMULTI"),
	"flag.PROMISC": flag("PROMISC"),
	"flag.MASTER": flag("MASTER"),
	"flag.SLAVE": flag("SLAVE"),
	"flag.DEBUG": flag("DEBUG"),
	"flag.DYNAMIC": flag("DYNAMIC"),
	"flag.AUTOMEDIA": flag("AUTOMEDIA"),
	"flag.PORTSEL": flag("PORTSEL"),
	"flag.NOTRAILERS": flag("NOTRAILERS"),
	"flag.UP": flag("UP"),
	"flag.LOWER_UP": flag("LOWER_UP"),
	"flag.DORMANT": flag("DORMANT"),
	"flag.ECHO": flag("ECHO"),
	"flag.NO-CARRIER": { reference: "iproute2: IFF_UP without IFF_RUNNING", major },
	"flag.M-DOWN": { reference: "iproute2, ip/ipaddress.c" },
	"flag.hex": { reference: "linux/if.h" },
	"flag.none": { reference: "linux/if.h" },
	mtu: { reference: "IFLA_MTU; RFC 1122 section 3.3.2" },
	"qdisc.noqueue": { reference: "net/sched/sch_generic.c" },
	"qdisc.noop": { reference: "net/sched/sch_generic.c" },
	"qdisc.fq_codel": { reference: "RFC 8290" },
	"qdisc.pfifo_fast": { reference: "tc-pfifo_fast(8)" },
	"qdisc.mq": { reference: "net/sched/sch_mq.c" },
	"qdisc.fq": { reference: "tc-fq(8)" },
	"qdisc.other": { reference: "tc(8)" },
	master: { reference: "IFLA_MASTER" },
	"state.UNKNOWN": { ...state("UNKNOWN", "RFC 2863"), major },
	"state.NOTPRESENT": state("NOTPRESENT"),
	"state.DOWN": { ...state("DOWN"), major },
	"state.LOWERLAYERDOWN": state("LOWERLAYERDOWN"),
	"state.TESTING": state("TESTING"),
	"state.DORMANT": state("DORMANT"),
	"state.UP": state("UP"),
	"state.port": { reference: "bridge(8)" },
	"mode.DEFAULT": { constant: constantOf(linkModes, "DEFAULT") },
	"mode.DORMANT": { constant: constantOf(linkModes, "DORMANT") },
	group: { reference: "IFLA_GROUP; /etc/iproute2/group" },
	txqlen: { reference: "IFLA_TXQLEN" },
	event: { reference: "IFLA_EVENT" },
	xdp: { reference: "IFLA_XDP; bpf(2)" },
	// its second line
	"type.loopback": type("loopback"),
	"type.ether": type("ether"),
	"type.none": type("none"),
	"type.infiniband": type("infiniband"),
	"type.ppp": type("ppp"),
	"type.ipip": type("ipip"),
	"type.tunnel6": type("tunnel6"),
	"type.sit": type("sit"),
	"type.gre": type("gre"),
	"type.gre6": type("gre6"),
	"type.netlink": type("netlink"),
	"type.other": { reference: "linux/if_arp.h" },
	lladdr: { reference: "IFLA_ADDRESS; IEEE 802" },
	"lladdr.local": { reference: "IEEE 802, section 8: the bit 0x02 of the first byte" },
	"lladdr.zero": { reference: "drivers/net/loopback.c" },
	"lladdr.brd": { reference: "IFLA_BROADCAST" },
	"lladdr.brd.zero": { reference: "IFLA_BROADCAST" },
	"lladdr.peer": { reference: "IFLA_BROADCAST of a point-to-point link" },
	"lladdr.tunnel": { reference: "IFLA_ADDRESS of a tunnel" },
	permaddr: { reference: "IFLA_PERM_ADDRESS" },
	"link-netns": { reference: "IFLA_LINK_NETNSID; ip-netns(8)" },
	"link-netnsid": { reference: "IFLA_LINK_NETNSID" },
	protodown: { reference: "IFLA_PROTO_DOWN" },
	alias: { reference: "IFLA_IFALIAS" },
	altname: { reference: "IFLA_ALT_IFNAME" },
	vf: { reference: "IFLA_VFINFO_LIST" },
	// what -d adds
	"detail.promiscuity": { reference: "IFLA_PROMISCUITY" },
	"detail.allmulti": { reference: "IFLA_ALLMULTI" },
	"detail.min_mtu": { reference: "IFLA_MIN_MTU" },
	"detail.max_mtu": { reference: "IFLA_MAX_MTU" },
	"detail.addrgenmode": { reference: "IFLA_INET6_ADDR_GEN_MODE; RFC 4291, RFC 7217" },
	"detail.num_tx_queues": { reference: "IFLA_NUM_TX_QUEUES" },
	"detail.num_rx_queues": { reference: "IFLA_NUM_RX_QUEUES" },
	"detail.gso_max_size": { ...gso, constant: "IFLA_GSO_MAX_SIZE" },
	"detail.gso_max_segs": { ...gso, constant: "IFLA_GSO_MAX_SEGS" },
	"detail.tso_max_size": { ...gso, constant: "IFLA_TSO_MAX_SIZE" },
	"detail.tso_max_segs": { ...gso, constant: "IFLA_TSO_MAX_SEGS" },
	"detail.gro_max_size": { ...gso, constant: "IFLA_GRO_MAX_SIZE" },
	"detail.gso_ipv4_max_size": { ...gso, constant: "IFLA_GSO_IPV4_MAX_SIZE" },
	"detail.gro_ipv4_max_size": { ...gso, constant: "IFLA_GRO_IPV4_MAX_SIZE" },
	"detail.phys": { reference: "IFLA_PHYS_PORT_ID, IFLA_PHYS_PORT_NAME, IFLA_PHYS_SWITCH_ID" },
	"detail.parentbus": { reference: "IFLA_PARENT_DEV_BUS_NAME" },
	"detail.parentdev": { reference: "IFLA_PARENT_DEV_NAME" },
	"detail.netns-immutable": { reference: "IFLA_NETNS_IMMUTABLE" },
	"kind.veth": { reference: "drivers/net/veth.c; veth(4)" },
	"kind.dummy": { reference: "drivers/net/dummy.c" },
	"kind.bridge": { reference: "net/bridge/; IEEE 802.1D" },
	"kind.bond": { reference: "Documentation/networking/bonding.rst" },
	"kind.vlan": { reference: "net/8021q/; IEEE 802.1Q" },
	"kind.vxlan": { reference: "RFC 7348" },
	"kind.macvlan": { reference: "drivers/net/macvlan.c" },
	"kind.macvtap": { reference: "drivers/net/macvtap.c" },
	"kind.ipvlan": { reference: "Documentation/networking/ipvlan.rst" },
	"kind.tun": { reference: "Documentation/networking/tuntap.rst" },
	"kind.ifb": { reference: "drivers/net/ifb.c" },
	"kind.vrf": { reference: "Documentation/networking/vrf.rst" },
	"kind.wireguard": { reference: "drivers/net/wireguard/" },
	"kind.tunnel": { reference: "ip-tunnel(8)" },
	"kind.other": { reference: "IFLA_INFO_KIND" },
	"kind.port": { reference: "IFLA_INFO_SLAVE_KIND" },
	// what -s adds
	"stats.rx": stats,
	"stats.tx": stats,
	"stats.rx-errors": stats,
	"stats.tx-errors": stats,
	"stats.bytes": stats,
	"stats.packets": stats,
	"stats.errors": stats,
	"stats.dropped": stats,
	"stats.over_errors": stats,
	"stats.missed_errors": stats,
	"stats.multicast": stats,
	"stats.broadcast": stats,
	"stats.compressed": stats,
	"stats.carrier_errors": stats,
	"stats.collisions": stats,
	"stats.length_errors": stats,
	"stats.crc_errors": stats,
	"stats.frame_errors": stats,
	"stats.fifo_errors": stats,
	"stats.nohandler": stats,
	"stats.aborted_errors": stats,
	"stats.window_errors": stats,
	"stats.heartbeat_errors": stats,
	"stats.carrier_changes": { reference: "IFLA_CARRIER_CHANGES" },
	"stats.otherhost_dropped": stats,
	// an address
	"family.inet": { constant: "AF_INET = 2", reference: "RFC 791" },
	"family.inet6": { constant: "AF_INET6 = 10", reference: "RFC 8200" },
	"addr.loopback": { reference: "RFC 1122 section 3.2.1.3, RFC 6890", major },
	"addr.loopback.elsewhere": { reference: "RFC 1122 section 3.2.1.3, net/ipv4/route.c", major },
	"addr.loopback6": { reference: "RFC 4291 section 2.5.3, net/ipv6/ip6_input.c", major },
	"addr.private": { reference: "RFC 1918" },
	"addr.shared": { reference: "RFC 6598" },
	"addr.linklocal": { reference: "RFC 3927" },
	"addr.linklocal6": { reference: "RFC 4291 section 2.5.6" },
	"addr.ula": { reference: "RFC 4193" },
	"addr.documentation": { reference: "RFC 5737, RFC 3849, RFC 9637" },
	"addr.multicast": { reference: "RFC 1112; RFC 4291 section 2.7" },
	"addr.public": { reference: "RFC 6890" },
	"addr.own": { reference: "net/ipv4/fib_frontend.c fib_add_ifaddr()", major },
	"addr.peer": { reference: "IFA_ADDRESS, linux/if_addr.h" },
	prefixlen: { reference: "RFC 4632; RFC 4291 section 2.3" },
	"prefixlen.lo": { reference: "net/ipv4/fib_frontend.c fib_add_ifaddr()", major },
	"prefixlen.host": { reference: "RFC 4632; RFC 4291" },
	"prefixlen.31": { reference: "RFC 3021, RFC 6164" },
	metric: { reference: "IFA_RT_PRIORITY" },
	brd: { reference: "IFA_BROADCAST; RFC 919" },
	anycast: { reference: "IFA_ANYCAST" },
	scope: { reference: "net/ipv4/devinet.c inet_select_addr()", major },
	scope6: { reference: "RFC 4007, net/ipv6/addrconf.c", major },
	"scope.global": { ...scope("global"), major },
	"scope.site": { ...scope("site", "RFC 3879"), major },
	"scope.link": { ...scope("link"), major },
	"scope.host": { ...scope("host"), major },
	"scope.nowhere": { ...scope("nowhere"), major },
	"scope.number": { reference: "/etc/iproute2/rt_scopes", major },
	"addrflag.secondary": { ...addrFlag("secondary"), reference: "net/ipv4/devinet.c __inet_insert_ifa()" },
	"addrflag.temporary": addrFlag("temporary", "RFC 8981"),
	"addrflag.nodad": addrFlag("nodad", "RFC 4862 section 5.4"),
	"addrflag.optimistic": addrFlag("optimistic", "RFC 4429"),
	"addrflag.dadfailed": { ...addrFlag("dadfailed", "RFC 4862 section 5.4.5"), major },
	"addrflag.home": addrFlag("home", "RFC 6275"),
	"addrflag.deprecated": addrFlag("deprecated", "RFC 4862 section 5.5.4"),
	"addrflag.tentative": addrFlag("tentative", "RFC 4862 section 5.4"),
	"addrflag.dynamic": { constant: `without ${constantOf(addrFlags, "permanent", 16)}` },
	"addrflag.mngtmpaddr": addrFlag("mngtmpaddr", "RFC 8981"),
	"addrflag.noprefixroute": addrFlag("noprefixroute"),
	"addrflag.autojoin": addrFlag("autojoin"),
	"addrflag.stable-privacy": addrFlag("stable-privacy", "RFC 7217"),
	"addrflag.hex": { reference: "linux/if_addr.h" },
	label: { reference: "IFA_LABEL" },
	"label.alias": { reference: "IFA_LABEL" },
	valid_lft: { constant: "INFINITY_LIFE_TIME = 0xffffffff", reference: "RFC 4862 section 5.5" },
	preferred_lft: { constant: "INFINITY_LIFE_TIME = 0xffffffff", reference: "RFC 4862 section 5.5.4" },
	"proto.kernel_lo": { constant: "IFAPROT_KERNEL_LO = 1", reference: "linux/if_addr.h" },
	"proto.kernel_ra": { constant: "IFAPROT_KERNEL_RA = 2", reference: "linux/if_addr.h" },
	"proto.kernel_ll": { constant: "IFAPROT_KERNEL_LL = 3", reference: "linux/if_addr.h" },
	"proto.other": { reference: "/etc/iproute2/rt_addrprotos" },
	// where reading stops
	unreadable: {},
	unknown: {},
} as const satisfies Record<string, TopicRow>;

export type Topic = keyof typeof topics;

export function isTopic(word: string): word is Topic {
	return Object.hasOwn(topics, word);
}
