/** `show interface json`, `brief json` (zebra/interface.c if_dump_vty_json(), ifs_dump_brief_vty_json()). */
import { pretty } from "../ospfd/json.ts";
import { isLinkLocal, isSecondary, isUnnumbered, prefixText } from "./address.ts";
import { addrsOf, type Interface, labelOf, linksOf, shownAddrs, timeText } from "./interface.ts";
import type { Link, LinkAddr, Zebra } from "./zebra.ts";

/** In the order in which zebra was told. Which of both families came first is known by the time alone. */
export function briefJson(zebra: Zebra): string {
	const rows = linksOf(zebra).map((link) => {
		const addrs = inOrder(zebra, link).filter((addr) => !isSecondary(zebra.addrs, addr) && !isLinkLocal(addr));
		const status = link.adminUp ? "up" : "down";
		return [link.name, { status, vrfName: "default", addresses: addrs.map(prefixText) }];
	});
	return pretty(Object.fromEntries(rows), "/");
}

function inOrder(zebra: Zebra, link: Link): LinkAddr[] {
	const all = [...addrsOf(zebra.addrs, link), ...addrsOf(zebra.addrs6, link)];
	return all.sort((a, b) => a.since - b.since);
}

export function interfacesJson(zebra: Zebra, interfaces: readonly Interface[]): string {
	const rows = interfaces.map((each) => [each.link.name, interfaceValue(zebra, each)]);
	return pretty(Object.fromEntries(rows), "/");
}

function interfaceValue(zebra: Zebra, each: Interface): unknown {
	const { link, parent, master } = each;
	return {
		administrativeStatus: link.adminUp ? "up" : "down",
		...(link.adminUp && { operationalStatus: link.up ? "up" : "down", linkDetection: true }),
		linkUps: link.ups?.count ?? 0,
		linkDowns: link.downs?.count ?? 0,
		lastLinkUp: link.ups && timeText(link.ups),
		lastLinkDown: link.downs && timeText(link.downs),
		vrfName: "default",
		description: each.description,
		OsDescription: each.alias,
		mplsEnabled: false,
		linkDown: each.linkdown4,
		linkDownV6: each.linkdown6,
		mcForwardingV4: false,
		mcForwardingV6: false,
		pseudoInterface: false,
		index: link.index,
		metric: 0,
		mtu: link.mtu,
		speed: each.speed,
		flags: each.flags,
		type: each.type,
		hardwareAddress: each.hwaddr,
		ipAddresses: shownAddrs(zebra, link).map((addr) => addrValue(zebra, link, addr)),
		interfaceType: each.kind,
		interfaceSlaveType: master === undefined ? "None" : "Bridge",
		bridgeVlanAware: each.vlanAware,
		vlanId: each.vlan,
		masterInterface: master,
		lacpBypass: false,
		evpnMh: {},
		protodown: "off",
		...(parent !== undefined && { [typeof parent === "string" ? "parentInterface" : "parentIfindex"]: parent }),
	};
}

/** connected_dump_vty() */
function addrValue(zebra: Zebra, link: Link, addr: LinkAddr): unknown {
	return {
		address: prefixText(addr),
		peer: addr.peer === undefined ? undefined : `${addr.peer}/${addr.prefixlen}`,
		secondary: isSecondary(zebra.addrs, addr),
		unnumbered: isUnnumbered(addr, link.loopback),
		label: labelOf(addr, link),
	};
}
