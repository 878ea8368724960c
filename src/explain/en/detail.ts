/** What -d adds to any link, in English. */
import type { Text } from "../text.ts";
import type { detailTopics } from "../topic/detail.ts";

export const detail: Record<keyof typeof detailTopics, Text> = {
	"detail.promiscuity": {
		what: "How many ask to hear all frames, also those for others.",
		why: "tcpdump counts one, being in a bridge another.",
	},
	"detail.allmulti": { what: "How many ask for the frames of all groups.", why: "Multicast routers do." },
	"detail.min_mtu": {
		what: "The smallest mtu it may be given.",
		why: "68 is the least for IPv4.",
		here: ({ value }) => (value === "0" ? "0: no limit." : undefined),
	},
	"detail.max_mtu": {
		what: "The largest mtu it may be given.",
		why: "Set by the driver.",
		here: ({ value }) => (value === "0" ? "0: no limit." : undefined),
	},
	"detail.addrgenmode": {
		what: "How it makes its fe80:: address itself.",
		why: "eui64 takes it from the MAC, random hides that.",
	},
	"detail.num_tx_queues": { what: "How many queues it can send from.", why: "More let several CPUs send at once." },
	"detail.num_rx_queues": {
		what: "How many queues it can receive into.",
		why: "More let several CPUs receive at once.",
	},
	"detail.gso_max_size": {
		what: "The largest packet it may be handed, to be cut up late.",
		why: "Cutting as late as possible saves work.",
	},
	"detail.gso_max_segs": { what: "Into how many pieces at most.", why: "A limit of the driver." },
	"detail.tso_max_size": { what: "The largest one the card itself can cut up.", why: "A limit of the hardware." },
	"detail.tso_max_segs": { what: "Into how many pieces at most.", why: "A limit of the hardware." },
	"detail.gro_max_size": {
		what: "The largest packet glued together from received ones.",
		why: "Fewer, larger packets are less work.",
	},
	"detail.gso_ipv4_max_size": { what: "The same as gso_max_size, for IPv4.", why: "IPv6 may go further." },
	"detail.gro_ipv4_max_size": { what: "The same as gro_max_size, for IPv4.", why: "IPv6 may go further." },
	"detail.phys": { what: "Which port of which hardware it is.", why: "Needed where one card drives many." },
	"detail.parentbus": { what: "How the hardware is plugged in.", why: "pci, usb, virtio …" },
	"detail.parentdev": { what: "Which hardware it is, on that bus.", why: "lspci shows the same number." },
	"detail.netns-immutable": { what: "It cannot be moved to another network namespace.", why: "So it is with lo." },
};
