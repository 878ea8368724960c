/** The lines of `ip rule`, in English. */
import type { Entry } from "../text.ts";
import type { ruleTopics } from "../topic/rule.ts";

export const rule: Record<keyof typeof ruleTopics, Entry> = {
	"rule.priority": {
		what: "Its place in the order: rules are tried from 0 upwards.",
		why: "At first there are 0 (table local), 32766 (main) and for IPv4 32767 (default).",
	},
	"rule.all": "From anywhere.",
	"rule.src": "Only for packets from here.",
	"rule.srclen": "How many bits of that count.",
	"rule.dst": "Only for packets to there.",
	"rule.dstlen": "How many bits of that count.",
	"rule.not": "For all packets but those that follow here.",
	"rule.tos": "Only for this type of service.",
	"rule.fwmark": "Only for packets with this mark, put there by a firewall or a socket.",
	"rule.fwmask": "Which bits of the mark count.",
	"rule.iif": "Only for packets that came in by it; lo stands for those this machine makes.",
	"rule.oif": "Only for sockets bound to this interface.",
	"rule.iif_detached": "There is no such interface now: the rule sleeps.",
	"rule.oif_detached": "There is no such interface now: the rule sleeps.",
	"rule.l3mdev": {
		what: "Look in the table of the VRF the packet belongs to.",
		why: "The first VRF brings this rule along, for all of them.",
	},
	"rule.uid_start": "Only for programs of these users: from this number …",
	"rule.uid_end": "… to this one.",
	"rule.ipproto": "Only for this protocol.",
	"rule.sport": "Only from this port.",
	"rule.sport_start": "Only from these ports: this one …",
	"rule.sport_end": "… to this one.",
	"rule.dport": "Only to this port.",
	"rule.dport_start": "Only to these ports: this one …",
	"rule.dport_end": "… to this one.",
	"rule.tun_id": "Only for packets out of the tunnel with this number.",
	"rule.suppress_prefixlen": {
		what: "An answer with a prefix no longer than this does not count; the search goes on.",
		why: "With 0: all but the default route. VPNs do so.",
	},
	"rule.suppress_ifgroup": "An answer that leads to an interface of this group does not count.",
	"rule.flow_from": "The realm it comes from.",
	"rule.flow_to": "The realm it goes to.",
	"rule.goto": "Go on with the rule of this number.",
	"rule.unresolved": "There is no rule of that number now: it is passed over.",
	"rule.nop": "Do nothing, go on: a place to jump to.",
	"rule.masquerade": "A relic of address translation.",
};
