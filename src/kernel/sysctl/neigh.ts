/** net.ipv4.neigh.DEV.NAME and net.ipv6.neigh.DEV.NAME as neighbours obey them (struct neigh_parms). */
import type { AddrFamily } from "../../net/addr.ts";
import type { Device } from "../device.ts";
import { neighRows } from "./row.ts";

/** In the unit of the file. */
export function neighSetting(device: Device, family: AddrFamily, name: string): number {
	const conf = family === "inet" ? device.inet?.conf : device.inet6?.conf;
	return conf?.kept?.[`neigh/${name}`] ?? neighDefault(family, name);
}

export function neighDefault(family: AddrFamily, name: string): number {
	// net/ipv6/ndisc.c nd_tbl has no locktime
	return family === "inet6" && name === "locktime" ? 0 : Number(neighRows[name]?.value);
}
