/** Comment le français nomme et écrit ce dont plusieurs sujets parlent. */
import type { Context } from "../text.ts";

export const dev = ({ link }: Context) => link.ifname ?? "cette interface";
export const addr = ({ addr, value }: Context) => addr.local ?? value;

/** 65 536, avec une espace fine insécable. */
export const number = (value: string) => value.replace(/\B(?=(\d{3})+$)/g, "\u202f");

export function seconds(value: string): string {
	const total = Number.parseInt(value, 10);
	if (Number.isNaN(total)) return value;
	const days = Math.floor(total / 86400);
	const hours = Math.floor((total % 86400) / 3600);
	const minutes = Math.floor((total % 3600) / 60);
	if (days > 0) return `${days} j ${hours} h`;
	if (hours > 0) return `${hours} h ${minutes} min`;
	return minutes > 0 ? `${minutes} min ${total % 60} s` : `${total} s`;
}

/** Des centièmes de seconde, comme le noyau tient les minuteries d'un pont. */
export const centi = (value: string) => `${String(Number(value) / 100).replace(".", ",")} s`;
