/** Metrics of a route (RTAX_*): what the kernel checks in them, and when two sets are the same. net/ipv4/metrics.c ip_metrics_convert(). */
import type { MetricName, Metrics } from "../uapi/message.ts";
import { Refusal } from "./refusal.ts";

/** Algorithms a kernel has or loads as modules (net/ipv4/Kconfig). */
const congestionControls = new Set(
	"reno cubic bbr bic cdg dctcp highspeed htcp hybla illinois lp nv scalable vegas veno westwood yeah".split(" "),
);

/** Values above these are cut down. */
const limits: Partial<Record<MetricName, number>> = { mtu: 65535 - 15, advmss: 65535 - 40, hoplimit: 255 };

/** The features a user may ask for: ecn alone (RTAX_FEATURE_MASK holds sack, timestamp, allfrag, tcp_usec_ts as well). */
const featureMask = 0x1f;

/** The metrics as they are stored; undefined for none. Throws what the kernel refuses. */
export function checkMetrics(metrics: Metrics | undefined): Metrics | undefined {
	if (!metrics) return undefined;
	const stored: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(metrics)) {
		if (name === "lock" || value === 0) continue;
		if (name === "congctl" && !congestionControls.has(String(value)))
			throw new Refusal("EINVAL", "Unknown tcp congestion algorithm");
		if (name === "features" && Number(value) & ~featureMask) throw new Refusal("EINVAL");
		stored[name] = typeof value === "number" ? Math.min(value, limits[name as MetricName] ?? value) : value;
	}
	if (metrics.lock?.length) stored.lock = metrics.lock;
	return Object.keys(stored).length ? (stored as Metrics) : undefined;
}

export function sameMetrics(a: Metrics | undefined, b: Metrics | undefined): boolean {
	if (a === b) return true;
	const names = new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})]) as Set<MetricName>;
	for (const name of names) if (String(a?.[name] ?? 0) !== String(b?.[name] ?? 0)) return false;
	return true;
}

/** fib_metrics_match(): the stored metrics have at least those that were asked for; an algorithm that is not known is none. */
export function hasMetrics(stored: Metrics | undefined, asked: Metrics | undefined): boolean {
	const names = Object.keys(asked ?? {}) as MetricName[];
	const value = (name: MetricName) => String(asked?.[name] ?? 0);
	const isNone = (name: MetricName) => name === "congctl" && !congestionControls.has(value(name));
	return names.every((name) => String(stored?.[name] ?? 0) === (isNone(name) ? "0" : value(name)));
}
