import { inetPton } from "../../net/addr.ts";

/** Words of FRR's commands, as `vtysh -c list` has them (FRR 8.4.4): what begins with none of them is unknown to FRR, not only to us. */

const firsts =
	"clear configure copy debug disable enable end exit find list mtrace no output ping quit rpki show start-shell";
const others = "terminal traceroute undebug write";

const show = `affinity-map babel bfd bgp bmp daemons debugging dmvpn dplane error evpn fpm history interface ip ipv6 isis l2vpn
logging mac memory modules mpls nexthop-group openfabric opaque pathd pbr pseudowire route-map route-map-unused rpki
running-config segment-routing sr-te startup-config thread version vnc vrf vrrp watchfrr work-queues yang zebra`;

const showIp = `access-list as-path-access-list bgp community-list eigrp extcommunity-list fib forwarding igmp import-check
large-community-list mroute msdp multicast neigh nht ospf pim prefix-list protocol rib rip route rpf ssmpingd`;

/** After `show ip route` and `fib`, after `show ip ospf`. A number is an address, or an instance. */
const after: Readonly<Record<string, string>> = {
	route:
		"table vrf tag supernets-only kernel connected static rip ospf isis bgp eigrp nhrp vnc babel openfabric json nexthop-group summary",
	ospf: `border-routers database graceful-restart interface json mpls mpls-te neighbor reachable-routers route router-info
summary-address vrf vrfs`,
};

/** First words of what may be said in configuration, everywhere and in the part that a line opens; before each there may be `no`. */
const everywhere = `access-list agentx allow-external-route-update allow-reserved-ranges banner bfd bgp clear debug do domainname dump
enable end exit find fpm frr hostname interface ip ipv6 key l2vpn line list log mac mpls nexthop-group nhrp no output password pbr
pbr-map pseudowire quit route-map router router-id rpki segment-routing service username vni vrf zebra`;

const inPart: Readonly<Record<string, string>> = {
	interface: `babel bandwidth debug delay description eigrp ip ipv6 isis link-detect link-params multicast openfabric shutdown
tunnel vrrp`,
	router: `aggregation area auto-cost capability compatible default-information default-metric distance distribute-list
fast-reroute graceful-restart log-adjacency-changes max-metric maximum-paths mpls mpls-te neighbor network ospf
passive-interface pce proactive-arp redistribute refresh router-info segment-routing summary-address timers write-multiplier`,
};

/** What a line below `router ospf` may begin with. */
export const routerWords = `${everywhere} ${inPart.router}`.split(/\s+/);

/** May FRR have such a command in this part of the configuration (`interface lo`, `router ospf`, or none)? */
export function mayBeConfiguration(line: string, part: string | undefined): boolean {
	const words = line.split(" ");
	const [first = "", second] = words[0] === "no" ? words.slice(1) : words;
	const [kind = ""] = part?.split(" ") ?? [];
	if (first === "ip" && second === "ospf" && kind !== "interface") return false;
	return begins(first, `${everywhere} ${inPart[kind] ?? ""}`);
}

const daemons = `babeld bfdd bgpd eigrpd fabricd isisd ldpd nhrpd no-header ospf6d ospfd pathd pbrd pim6d pimd ripd ripngd staticd
vrrpd watchfrr zebra`;

const network = /^\d+(?:\.\d+){3}(?:\/\d+)?$/;

/** The fourth word, where the third one says what there may be. */
function goesOn(third: string | undefined, word: string | undefined): boolean {
	if (third === undefined || word === undefined) return true;
	if ("ospf".startsWith(third)) return /^\d+$/.test(word) || begins(word, after.ospf as string);
	if (!"route".startsWith(third) && third !== "fib") return true;
	return network.test(word)
		? inetPton(word.split("/")[0] as string, "inet") !== undefined
		: begins(word, after.route as string);
}

function begins(word: string | undefined, list: string): boolean {
	return word === undefined || list.split(/\s/).some((each) => each.startsWith(word));
}

/** May FRR have such a command? */
export function mayBeCommand(line: string): boolean {
	const [first = "", second, third, fourth] = line.split(" ");
	if (!begins(first, `${firsts} ${others}`)) return false;
	if (!"show".startsWith(first)) return true;
	if (!begins(second, show)) return false;
	if (second === "running-config") return begins(third, daemons);
	return second !== "ip" || (begins(third, showIp) && goesOn(third, fourth));
}
