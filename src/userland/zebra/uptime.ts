/** How FRR writes how long something has lasted: lib/frrtime and ospfd/ospf_dump.c ospf_timeval_dump(). */

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;

const two = (n: number) => String(n).padStart(2, "0");

/** `00:01:02`, `1d02h03m`, `01w2d03h` (frrtime_to_interval). */
export function uptime(ms: number): string {
	const s = Math.floor(ms / 1000);
	const [h, m] = [Math.floor(s / hour), Math.floor(s / minute) % 60];
	if (s < day) return `${two(h)}:${two(m)}:${two(s % 60)}`;
	if (s < week) return `${Math.floor(s / day)}d${two(h % 24)}h${two(m)}m`;
	return `${two(Math.floor(s / week))}w${Math.floor(s / day) % 7}d${two(h % 24)}h`;
}

/** `3.424s`, `1m02s`, `1h02m03s`, `1d02h03m`, `1w2d03h`. */
export function timeval(ms: number): string {
	const s = Math.floor(ms / 1000);
	const [h, m] = [Math.floor(s / hour) % 24, Math.floor(s / minute) % 60];
	if (s >= week) return `${Math.floor(s / week)}w${Math.floor(s / day) % 7}d${two(h)}h`;
	if (s >= day) return `${Math.floor(s / day)}d${two(h)}h${two(m)}m`;
	if (s >= hour) return `${h}h${two(m)}m${two(s % 60)}s`;
	if (s >= minute) return `${m}m${two(s % 60)}s`;
	return `${s}.${String(Math.max(0, Math.floor(ms)) % 1000).padStart(3, "0")}s`;
}
