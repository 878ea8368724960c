/** How English names and writes what several subjects speak of. */
import type { Context } from "../text.ts";

export const dev = ({ link }: Context) => link.ifname ?? "this interface";
export const addr = ({ addr, value }: Context) => addr.local ?? value;

export const number = (value: string) => value.replace(/\B(?=(\d{3})+$)/g, ",");

export function seconds(value: string): string {
	const total = Number.parseInt(value, 10);
	if (Number.isNaN(total)) return value;
	const days = Math.floor(total / 86400);
	const hours = Math.floor((total % 86400) / 3600);
	const minutes = Math.floor((total % 3600) / 60);
	if (days > 0) return `${days} d ${hours} h`;
	if (hours > 0) return `${hours} h ${minutes} min`;
	return minutes > 0 ? `${minutes} min ${total % 60} s` : `${total} s`;
}

/** Hundredths of a second, as the kernel has the timers of a bridge. */
export const centi = (value: string) => `${Number(value) / 100} s`;
