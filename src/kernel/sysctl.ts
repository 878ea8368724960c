/**
 * /proc/sys/net of a namespace, as rows: which settings the model has, where they are kept, and what writing one does
 * (net/ipv4/devinet.c devinet_sysctl_forward(), net/ipv6/addrconf.c addrconf_sysctl_*()). A path that is no row does not exist.
 */
import { idValues } from "../net/id-map.ts";
import { nameGet, nameSet } from "../net/name-map.ts";
import type { Conf4, Conf6 } from "./conf.ts";
import { type Device, isLoopbackDevice } from "./device.ts";
import { downInet6, forwardInet6, makeAddresses, upInet6 } from "./inet6.ts";
import { isL3Master, tablesShared } from "./l3mdev.ts";
import { isSwitch6, netconfSwitched, netconfWritten, switches6 } from "./netconf.ts";
import { flushExceptions } from "./path/exception.ts";
import { profiles } from "./profile.ts";
import { Refusal } from "./refusal.ts";
import { addrGenStable, isSecretPath, readSecret, secretOf, writeSecret } from "./stable-secret.ts";
import { parseSetting, type Row } from "./sysctl/format.ts";
import { neighDefault } from "./sysctl/neigh.ts";
import { type ConfRow, conf4Rows, conf6Rows, type NeighRow, neighRows, netnsRows } from "./sysctl/row.ts";
import { deviceByName, deviceOf, devicesOf, netnsOf, setDevice, setNetns, type Task } from "./task.ts";

type Family = "ipv4" | "ipv6";

/** Where a setting of a device stands: net.ipv4.conf.eth0.forwarding, net.ipv4.neigh.eth0.gc_stale_time. */
interface Place {
	readonly family: Family;
	readonly neigh: boolean;
	/** `all`, `default`, or a device. */
	readonly who: string;
	readonly name: string;
	readonly row: Row | ConfRow<string>;
}

function exists(t: Task, { since = 0 }: { readonly since?: number }): boolean {
	return profiles[t.kernel.profile].version >= since;
}

/** Where it is kept, and how many of the units there make one of the file. */
function keptAt(place: Place): { place: Place; unit: number } {
	const { same } = place.row as NeighRow;
	if (!same) return { place, unit: 1 };
	return { place: { ...place, name: same.as, row: neighRows[same.as] as Row }, unit: same.unit };
}

function placeOf(t: Task, path: string): Place | undefined {
	if (path === "net/ipv4/ip_forward") return placeOf(t, "net/ipv4/conf/all/forwarding");
	const found = /^net\/(ipv4|ipv6)\/(conf|neigh)\/([^/]+)\/([^/]+)$/.exec(path);
	if (!found) return undefined;
	const [, family, kind, who, name] = found as unknown as [string, Family, string, string, string];
	const neigh = kind === "neigh";
	const row = neigh ? neighRows[name] : family === "ipv4" ? conf4Rows[name] : conf6Rows[name];
	if (!row || !exists(t, row) || (neigh && (who === "all" || who === "default"))) return undefined;
	return { family, neigh, who, name, row };
}

function netnsRow(t: Task, path: string): Row | undefined {
	const row = netnsRows[path];
	return row && exists(t, row) ? row : undefined;
}

function defaultOf(t: Task, { value, later }: Row): string {
	return String(later && exists(t, later) ? later.value : value);
}

/** The settings of a device, or those of the namespace for `all` and `default`. */
function confOf(t: Task, { family, who }: Place): Conf4 | Conf6 {
	const net = netnsOf(t, t.netns);
	const device = deviceByName(t, t.netns, who);
	const given = who === "all" || who === "default";
	const conf =
		family === "ipv4" ? (given ? net.conf4[who] : device?.inet?.conf) : given ? net.conf6[who] : device?.inet6?.conf;
	if (!conf) throw new Refusal("ENOENT");
	return conf;
}

function readConf(t: Task, place: Place): number {
	const conf = confOf(t, place);
	const { key } = place.row as ConfRow<string>;
	if (key !== undefined) return (conf as unknown as Readonly<Record<string, number>>)[key] as number;
	const { name, who, neigh } = place;
	const kept = conf.kept?.[neigh ? `neigh/${name}` : name];
	return (
		kept ??
		(neigh
			? neighDefault(place.family === "ipv4" ? "inet" : "inet6", name)
			: confDefault(deviceByName(t, t.netns, who), place))
	);
}

function confDefault(device: Device | undefined, { who, name, family, row }: Place): number {
	const { value = 0, all, lo } = row as ConfRow<string>;
	if (who === "all") return all ?? value;
	if (!device) return value;
	// idev->cnf.mtu6 follows the device (addrconf_notify, NETDEV_CHANGEMTU)
	if (family === "ipv6" && name === "mtu") return device.mtu;
	return isLoopbackDevice(device) ? (lo ?? value) : value;
}

function readPlace(t: Task, place: Place): number {
	const kept = keptAt(place);
	return Math.floor(readConf(t, kept.place) / kept.unit);
}

/** The text of the file, with its newline. */
export function readSysctl(t: Task, path: string): string {
	if (flushPath.test(path)) throw new Refusal("EACCES");
	if (isSecretPath(path)) return readSecret(t, path);
	const place = placeOf(t, path);
	if (place) return `${readPlace(t, place)}\n`;
	const row = netnsRow(t, path);
	if (!row) throw new Refusal("ENOENT");
	return `${nameGet(netnsOf(t, t.netns).sysctls, path) ?? defaultOf(t, row)}\n`;
}

/** A setting of a whole namespace, as packets obey it. */
export function sysctlNumber(t: Task, netns: number, path: string): number {
	return Number(sysctlText(t, netns, path));
}

export function sysctlText(t: Task, netns: number, path: string): string {
	return String(nameGet(netnsOf(t, netns).sysctls, path) ?? defaultOf(t, netnsRows[path] as Row));
}

/** Writing there does something, and nothing can be read (net/ipv4/route.c ipv4_sysctl_rtcache_flush). */
const flushPath = /^net\/(ipv4|ipv6)\/route\/flush$/;

export function writeSysctl(t: Task, path: string, text: string): void {
	const flush = flushPath.exec(path);
	if (flush) return flushExceptions(t, t.netns, flush[1] === "ipv4" ? "inet" : "inet6");
	if (isSecretPath(path)) return writeSecret(t, path, text);
	const place = placeOf(t, path);
	const row = place?.row ?? netnsRow(t, path);
	if (!row) throw new Refusal("ENOENT");
	const before = readSysctl(t, path).trimEnd();
	if (row.format.readOnly) throw new Refusal("EACCES");
	const value = parseSetting(row.format, text, before);
	if (value === undefined || isPrivileged(t, path, value)) throw new Refusal("EINVAL");
	if (path === vrfStrictMode && value === "1" && tablesShared(t, t.netns)) throw new Refusal("EBUSY");
	if (row.unmodelled && value !== before)
		throw new Refusal("EOPNOTSUPP", `${path.replaceAll("/", ".")} is not modelled`);
	if (place) writePlace(t, keptAt(place).place, Number(value) * keptAt(place).unit);
	else setNetns(t, t.netns, { sysctls: nameSet(netnsOf(t, t.netns).sysctls, path, value) });
}

/** vrf_strict_mode_change(): not while tables are shared. */
const vrfStrictMode = "net/vrf/strict_mode";

/** ipv4_local_port_range(): ports that the kernel gives to anybody are not among those that only root may ask for. */
function isPrivileged(t: Task, path: string, value: string): boolean {
	if (path !== "net/ipv4/ip_local_port_range") return false;
	return Number(value.split("\t")[0]) < sysctlNumber(t, t.netns, "net/ipv4/ip_unprivileged_port_start");
}

function writePlace(t: Task, place: Place, value: number): void {
	const before = readConf(t, place);
	const { key } = place.row as ConfRow<string>;
	if (place.family === "ipv4" && !place.neigh && !(place.row as ConfRow<string>).flushes) ownSetting(t, place, value);
	if (key === undefined) return keepSetting(t, place, value);
	if (place.family === "ipv6") return writePlace6(t, place, key as Key6, value);
	// devinet_sysctl_forward(): devices that differ from `all` are left alone where `all` stays as it is
	if (key === "forwarding" && value === before) return;
	write4(t, place.who, key as Key4, value);
	if (readConf(t, place) !== before) netconfWritten(t, "inet", place.who, key);
}

function writePlace6(t: Task, place: Place, key: Key6, value: number): void {
	const before = readConf(t, place);
	const switches = isSwitch6(key) ? switches6(t, key) : undefined;
	write6(t, place.who, key, value);
	if (switches) netconfSwitched(t, place.who, key, switches);
	else if (readConf(t, place) !== before) netconfWritten(t, "inet6", place.who, key);
}

/**
 * devinet_conf_proc(): who is written to has the setting for its own; what is written to `default` goes to every device
 * that has not (devinet_copy_dflt_conf()).
 */
function ownSetting(t: Task, place: Place, value: number): void {
	const { who, name } = place;
	const { conf4 } = netnsOf(t, t.netns);
	const device = deviceByName(t, t.netns, who);
	if (device?.inet) setDevice(t, device.id, { inet: { ...device.inet, conf: owning(device.inet.conf, name) } });
	if (who !== "default") return;
	setNetns(t, t.netns, { conf4: { ...conf4, default: owning(conf4.default, name) } });
	for (const other of [...devicesOf(t, t.netns)])
		if (other.inet && !owns(other.inet.conf, name)) setOne(t, { ...place, who: other.name }, value);
}

function owns({ own }: Conf4, name: string): boolean {
	return own === true || (own?.includes(name) ?? false);
}

function owning(conf: Conf4, name: string): Conf4 {
	return owns(conf, name) ? conf : { ...conf, own: [...((conf.own as readonly string[] | undefined) ?? []), name] };
}

function setOne(t: Task, place: Place, value: number): void {
	const { key } = place.row as ConfRow<string>;
	if (key === undefined) keepSetting(t, place, value);
	else write4(t, place.who, key as Key4, value);
}

/** A setting that has no effect of its own here. */
function keepSetting(t: Task, place: Place, value: number): void {
	const { family, neigh, who, name } = place;
	const conf = confOf(t, place);
	const kept = { ...conf.kept, [neigh ? `neigh/${name}` : name]: value };
	const { conf4, conf6 } = netnsOf(t, t.netns);
	const device = deviceByName(t, t.netns, who);
	if (who === "all" || who === "default") {
		if (family === "ipv4") setNetns(t, t.netns, { conf4: { ...conf4, [who]: { ...conf4[who], kept } } });
		else setNetns(t, t.netns, { conf6: { ...conf6, [who]: { ...conf6[who], kept } } });
	} else if (device?.inet && family === "ipv4")
		setDevice(t, device.id, { inet: { ...device.inet, conf: { ...device.inet.conf, kept } } });
	else if (device?.inet6) setDevice(t, device.id, { inet6: { ...device.inet6, conf: { ...device.inet6.conf, kept } } });
}

type Key4 = Exclude<keyof Conf4, "kept" | "own">;
type Key6 = Exclude<keyof Conf6, "kept" | "stableSecret">;

function write4(t: Task, who: string, key: Key4, value: number): void {
	const { conf4 } = netnsOf(t, t.netns);
	if (who === "all" || who === "default")
		setNetns(t, t.netns, { conf4: { ...conf4, [who]: { ...conf4[who], [key]: value } } });
	// inet_forward_change(): forwarding for all is forwarding for each, and for those to come; a router hears of no better one.
	const everybody = who === "all" && key === "forwarding";
	if (everybody) {
		const now = netnsOf(t, t.netns).conf4;
		const all = { ...now.all, acceptRedirects: value ? 0 : 1 };
		setNetns(t, t.netns, { conf4: { ...now, all, default: { ...now.default, [key]: value } } });
	}
	for (const device of [...devicesOf(t, t.netns)])
		if (device.inet && (everybody || device.name === who))
			setDevice(t, device.id, { inet: { ...device.inet, conf: { ...device.inet.conf, [key]: value } } });
}

/** `all` of these is copied to every device (addrconf_fixup_forwarding, _linkdown, addrconf_disable_ipv6, addrconf_sysctl_addr_gen_mode). */
const copied6 = new Set<Key6>(["forwarding", "disableIpv6", "addrGenMode", "ignoreRoutesWithLinkdown"]);

function write6(t: Task, who: string, key: Key6, value: number): void {
	const { conf6 } = netnsOf(t, t.netns);
	// check_stable_privacy(): a device that has no secret cannot make addresses of it; all of them may be told to.
	const named = key === "addrGenMode" && value === addrGenStable ? deviceByName(t, t.netns, who) : undefined;
	if (named && secretOf(t, named) === undefined) throw new Refusal("EINVAL");
	if (who === "all" || who === "default")
		setNetns(t, t.netns, { conf6: { ...conf6, [who]: { ...conf6[who], [key]: value } } });
	const everybody = who === "all" && copied6.has(key);
	if (everybody) {
		const now = netnsOf(t, t.netns).conf6;
		setNetns(t, t.netns, { conf6: { ...now, default: { ...now.default, [key]: value } } });
	}
	for (const device of [...devicesOf(t, t.netns)])
		if (device.inet6 && (everybody || device.name === who)) writeDevice6(t, device.id, key, value);
}

function writeDevice6(t: Task, id: number, key: Key6, value: number): void {
	const before = deviceOf(t, id);
	if (!before.inet6) return;
	setDevice(t, id, { inet6: { ...before.inet6, conf: { ...before.inet6.conf, [key]: value } } });
	const toggled = !value !== !before.inet6.conf[key];
	if (key === "disableIpv6" && toggled) value ? downInet6(t, id, "down") : upInet6(t, id);
	// addrconf_sysctl_addr_gen_mode(): the address of the new mode is made at once.
	if (key === "addrGenMode" && value !== before.inet6.conf.addrGenMode) makeAddresses(t, id);
	if (key === "forwarding" && toggled) forwardInet6(t, id, value !== 0);
}

/** Every path there is, sorted (for `sysctl -a` and directory listings). */
export function listSysctls(t: Task): string[] {
	const devices = [...devicesOf(t, t.netns)].map((device) => device.name);
	const whos = ["all", "default", ...devices];
	const paths = [
		...names(t, conf4Rows).flatMap((name) => whos.map((who) => `net/ipv4/conf/${who}/${name}`)),
		...names(t, conf6Rows).flatMap((name) => whos.map((who) => `net/ipv6/conf/${who}/${name}`)),
		...whos.map((who) => `net/ipv6/conf/${who}/stable_secret`),
		...names(t, neighRows).flatMap((name) =>
			devices.flatMap((who) => [`net/ipv4/neigh/${who}/${name}`, `net/ipv6/neigh/${who}/${name}`]),
		),
	];
	const flushes = ["net/ipv4/route/flush", "net/ipv6/route/flush"];
	return [...paths, "net/ipv4/ip_forward", ...flushes, ...names(t, netnsRows)]
		.filter((path) => isReadable(t, path))
		.sort(byName);
}

/** Directory by directory: v0 comes before v0.7, though a slash sorts behind a dot. */
function byName(a: string, b: string): number {
	const [x, y] = [a.replaceAll("/", "\0"), b.replaceAll("/", "\0")];
	return x < y ? -1 : x > y ? 1 : 0;
}

function names(t: Task, rows: Readonly<Record<string, { readonly since?: number }>>): string[] {
	return Object.entries(rows).flatMap(([name, row]) => (exists(t, row) ? [name] : []));
}

/** The VRFs' comes with their module, when the first is made. A device whose mtu is too small for a family has no settings of it. */
function isReadable(t: Task, path: string): boolean {
	const found = /^net\/(ipv4|ipv6)\/(?:conf|neigh)\/([^/]+)\//.exec(path);
	const device = found ? deviceByName(t, t.netns, found[2] as string) : undefined;
	if (path === vrfStrictMode) return [...idValues(t.kernel.devices)].some(isL3Master);
	return !device || (found?.[1] === "ipv4" ? device.inet : device.inet6) !== undefined;
}
