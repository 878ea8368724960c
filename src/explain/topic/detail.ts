/** What -d adds to any link. */
import type { TopicRow } from "./row.ts";

const gso = { reference: "Documentation/networking/segmentation-offloads.rst" } as const;

export const detailTopics = {
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
} as const satisfies Record<string, TopicRow>;
