/**
 * Which vrf a process belongs to: the control group that `ip vrf exec` puts it in, whose program binds every new socket to
 * the vrf's device. The group's path is `/vrf/NAME`, below a name of the namespace where that has one. Mirrors ip/ipvrf.c
 * vrf_identify(), vrf_path() and vrf_switch().
 */
import type { Result, System } from "../process.ts";
import { netnsName } from "./netns-file.ts";

/** The vrf's name, "" outside of any. */
export function vrfOfProcess(sys: System, pid: number): Result<string> {
	const cgroup = sys.cgroupOf(pid);
	return "ok" in cgroup ? { ok: /\/vrf\/(.+)$/.exec(cgroup.ok.path)?.[1] ?? "" } : cgroup;
}

/** Processes of a vrf that were put there from this namespace. */
export function membersOfVrf(sys: System, name: string): readonly { readonly pid: number; readonly comm: string }[] {
	const netns = netnsName(sys, sys.currentNetns());
	return sys.cgroupMembers(`${netns === "" ? "" : `/${netns}`}/vrf/${name}`);
}

/** Goes into a vrf; without a name out of any, as `default` does. */
export function switchVrf(sys: System, name: string, device: number): void {
	const present = sys.cgroupOf(sys.pid);
	const base = "ok" in present ? present.ok.path.replace(/\/vrf.*$/, "").replace(/^\/$/, "") : "";
	const netns = netnsName(sys, sys.currentNetns());
	const below = netns === "" || base.endsWith(`/${netns}`) ? base : `${base}/${netns}`;
	sys.joinCgroup({ path: `${below}/vrf${name === "" ? "" : `/${name}`}`, device });
}

/** vrf_reset(): a process that goes to another namespace leaves the vrf of the old one. */
export function leaveVrf(sys: System): void {
	const vrf = vrfOfProcess(sys, sys.pid);
	if ("ok" in vrf && vrf.ok !== "") switchVrf(sys, "", 0);
}
