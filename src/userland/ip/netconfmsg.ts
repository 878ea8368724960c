/** What one device's settings look like: `inet eth0 forwarding off rp_filter loose `. Mirrors ip/ipnetconf.c print_netconf(). */
import { type Field, field } from "../../print/field.ts";
import { NETCONFA_IFINDEX_ALL, NETCONFA_IFINDEX_DEFAULT, type Netconf } from "../../uapi/netconf.ts";
import type { Context } from "./context.ts";

const rpFilters = ["off", "strict", "loose"];

export function describeNetconf(ctx: Context, conf: Netconf): Field[] {
	const dev = deviceName(ctx, conf.ifindex);
	return [
		field("family", `${conf.family} `, conf.family),
		field("interface", `${dev} `, dev, "ifname"),
		...describeSwitch("forwarding", conf.forwarding),
		...describeRpFilter(conf.rpFilter),
		...describeSwitch("mc_forwarding", conf.mcForwarding),
		...describeSwitch("proxy_neigh", conf.proxyNeigh),
		...describeSwitch("ignore_routes_with_linkdown", conf.ignoreRoutesWithLinkdown),
	];
}

function deviceName(ctx: Context, ifindex: number): string {
	if (ifindex === NETCONFA_IFINDEX_ALL) return "all";
	return ifindex === NETCONFA_IFINDEX_DEFAULT ? "default" : ctx.links.nameOf(ifindex);
}

function describeSwitch(key: string, number: number | undefined): Field[] {
	if (number === undefined) return [];
	return [field(key, `${key} ${number === 0 ? "off" : "on"} `, number !== 0)];
}

function describeRpFilter(number: number | undefined): Field[] {
	if (number === undefined) return [];
	const name = rpFilters[number];
	return [field("rp_filter", `rp_filter ${name ?? number} `, name ?? number)];
}
