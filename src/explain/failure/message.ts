/** Messages by themselves, known by what they say; the first that fits is meant. Their texts are en/message.ts and fr/message.ts. */
import type { message } from "./en/message.ts";

export type MessageKey = keyof typeof message;

export const sentences: readonly { readonly key: MessageKey; readonly says: RegExp }[] = [
	{ key: "tunMessage", says: /role of the gtp/ },
	{ key: "exists", says: /same name exists/ },
	{ key: "ruleMessage", says: /Backward goto/ },
	{ key: "notSupported", says: /Protodown not supported|collect_md on an existing/ },
	{ key: "bondMessage", says: /bond is up/ },
	{
		key: "programWords",
		says: /^mtr: invalid|only one -4 or -6 option|^sysctl: (?:.*: invalid syntax|no variables|cannot open)/,
	},
	{ key: "netnsMessage", says: /already has a nsid|Unknown network namespace|specified netns attribute/ },
	{ key: "nexthopMessage", says: /lwt encapsulation|mutually exclusive/ },
	{ key: "ruleMessage", says: /uid range|option not available for IPv6/ },
	{ key: "noEntry", says: /Failed to send flush request/ },
	{ key: "invalidGateway", says: /Nexthop has invalid gateway/ },
	{
		key: "batchTextMessage",
		says: /Unterminated quoted string|Missing continuation line|Too many arguments to command/,
	},
	{ key: "nsidMessage", says: /netns reference is invalid|Invalid target network namespace id/ },
	{ key: "addressInUse", says: /Address already in use/ },
	{ key: "refused", says: /Connection refused/ },
	{ key: "timedOut", says: /timed out|TIMEOUT|Timeout was reached|no answer yet/i },
	{ key: "couldNotConnect", says: /Couldn't connect to server|Couldn't bind/ },
	{ key: "unreachableMessage", says: /Destination (?:Host|Net) Unreachable|Destination unreachable|Packet filtered/ },
	{ key: "ttlMessage", says: /Time to live exceeded|Time exceeded/ },
	{ key: "tooBigMessage", says: /[Mm]essage too long|Packet too big|Frag needed/ },
	{ key: "noAnswerMessage", says: /packets transmitted|ping statistics|^Sent \d+ probes/ },
	{ key: "arpingAnswer", says: /^(?:Unicast|Broadcast) reply from|Received \d+ response/ },
	{ key: "notArpableMessage", says: /is not ARPable|not available/ },
	{ key: "broadcastMessage", says: /pinging broadcast|ping broadcast\?/ },
	{ key: "sourceDevice", says: /source address might be selected/ },
	{ key: "keyMessage", says: /Required key not available/ },
	{ key: "resolveMessage", says: /name resolution|Name or service not known|resolve host|Address family for hostname/ },
	{
		key: "bondMessage",
		says: /option not supported in mode|invalid option value|bond device has slaves|ARP monitoring|bond to itself/,
	},
	{ key: "enslaveMessage", says: /enslave|as a team port/ },
	{
		key: "vlanMessage",
		says: /8021q:|Vlan id is invalid|[Ii]nvalid (?:VLAN ID|vlan id)|VLANs not supported|VLAN (?:id|properties)|vlan filtering|Protocol not supported/,
	},
	{
		key: "vxlanMessage",
		says: /Invalid local interface|vxlan|VXLAN|geneve|Changing VNI|Cannot change (?:VNI|port|UDP|limit)|source port range|externally controlled|Not enough attributes|endpoint/i,
	},
	{ key: "vrfMessage", says: /VRF/ },
	{ key: "mtuMessage", says: /mtu (?:greater|less)|MTU must be|too big g|integer out of range/ },
	{
		key: "tunMessage",
		says: /TUNSETIFF|tun\/tap creation|tunnel mode|mode is|one PRL entry|6RD parameter|PRL parameter|One PRL/i,
	},
	{ key: "tunnelMessage", says: /tunnel|ioctl \w+ failed|nopmtudisc|Inappropriate ioctl/i },
	{
		key: "kindMessage",
		says: /unknown (?:option|command)|Garbage instead|^Usage: \.\.\.|only valid in passthru|if_id|min_tx_rate|ipvlan device/,
	},
	{ key: "macsecMessage", says: /without key|packet number|replay|send_sci|expected sci|value for "key"|MACsec/i },
	{ key: "choiceMessage", says: /argument of ".*" must be/ },
	{ key: "statsMessage", says: /^What is|inside |without selecting|xstats|subgroup/ },
	{
		key: "netnsMessage",
		says: /netns name|No nsid specified|extra arguments specified|No command specified|is not a pid|netns is immutable/,
	},
	{ key: "saveMessage", says: /Magic mismatch|restore: ftell/ },
	{ key: "fdbMessage", says: /^Error: invalid address|FDB (?:add|delete) only|in (?:header for )?fdb get request/ },
	{
		key: "argumentMessage",
		says: /fdb dump request|does not (?:take any|allow extra) arguments|requires arguments|are required|is a required|Must specify device|need at least|unexpected end of line|Tunnel interface name|Required attributes/,
	},
	{
		key: "allowedMessage",
		says: /not allowed in this context|Invalid address family|Rule family|family not supported|Unsupported family/i,
	},
	{ key: "gatewayMessage", says: /[Gg]ateway|Egress device|onlink|ONLINK|RTA_/ },
	{
		key: "nexthopMessage",
		says: /[Nn]exthop|[Bb]ucket|multipath|attribute can not be used|within a group|for group|Unknown attribute type|in header\.?$/,
	},
	{
		key: "routeMessage",
		says: /Invalid scope|congestion|prefsrc|Invalid prefix for|get route request|route get request|rtm_src_len|ip proto|route NAT|Device not found/,
	},
	{ key: "ruleMessage", says: /\btos\b|[ds]port range|l3mdev|Invalid source address/ },
	{
		key: "addressMessage",
		says: /loopback address|multicast address|autojoin|Invalid address|Device is loopback|disabled on this device|IPv6 is disabled|network address|address length|Invalid mac address|not unicast|link layer|link address|lladdr|neighbour discovery|advertisement|solicitation/,
	},
	{ key: "indexMessage", says: /ifindex|device index/ },
	{ key: "ioMessage", says: /Input\/output error/ },
	{ key: "crossDevice", says: /Invalid cross-device link/ },
	{ key: "roomMessage", says: /No buffer space/ },
	{ key: "peerMessage", says: /endpoint is not connected/ },
	{ key: "ownerMessage", says: /invalid (?:user|group) |rcvbuf|duplicate|wildcard deletion/ },
	{
		key: "usageMessage",
		says: /^[Uu]sage:|missing operand|invalid time interval|No program specified|^nstat: invalid/,
	},
	{ key: "exists", says: /File exists|already assigned|already exists/ },
	{ key: "netUnreachable", says: /Network is unreachable|unexpected iov element/ },
	{ key: "noRouteToHost", says: /No route to host/ },
	{ key: "addressNotThere", says: /Cannot assign requested address|Address not found|address not found/ },
	{ key: "down", says: /Network is down|not up|Device for nexthop/ },
	{ key: "noProcess", says: /No such process/ },
	{ key: "noEntry", says: /No such file or directory|entry not found|no match found|^Dump terminated/ },
	{ key: "noDevice", says: /No such device|Cannot find (?:bridge )?device|does not exist/ },
	{ key: "notPermitted", says: /Operation not permitted/ },
	{ key: "denied", says: /Permission denied/ },
	{ key: "notSupported", says: /Operation not supported|Unknown device type/ },
	{ key: "busy", says: /Device or resource busy/ },
	{ key: "outOfRange", says: /out of range|policy validation|Invalid number of (?:transmit|receive) queues/ },
	{ key: "invalid", says: /Invalid argument/ },
	{ key: "toolStopped", says: /is a garbage|is unknown|is wrong|is expected|is required|not complete/ },
	{
		key: "programWords",
		says: /^(?:ping[46]?|arping|nc|ss|curl|tcpdump|usage: nc)\b|missing argument|Cannot parse device|does not look like a port|usage error/,
	},
];

export function messageKey(text: string): MessageKey | undefined {
	return sentences.find(({ says }) => says.test(text))?.key;
}
