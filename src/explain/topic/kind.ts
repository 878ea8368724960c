/** The kinds of link. */
import type { TopicRow } from "./row.ts";

export const kindTopics = {
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
} as const satisfies Record<string, TopicRow>;
