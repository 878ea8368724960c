/** A wire in SVG, from the line of one device to that of another. */
import { escapeXml, round } from "./markup.ts";
import type { Wire } from "./scene.ts";

/** Where a wire may end: at either side of a box. */
export interface Anchor {
	readonly y: number;
	readonly left: number;
	readonly right: number;
}

/** From side to side where one box is left of the other, else in a bow on the right. */
export function wirePath(wire: Wire, a: Anchor, b: Anchor, points: readonly { x: number; y: number }[]): string {
	const [from, to] = a.left <= b.left ? [a, b] : [b, a];
	const title = `<title>${escapeXml(`${wire.a} – ${wire.b}`)}</title>`;
	const classes = [wire.role, wire.alive ? "" : "dead", wire.change === "same" ? "" : wire.change].filter(
		(word) => word !== "",
	);
	return `<path class="${classes.join(" ")}" d="${from.right < to.left ? across(from, to, points) : bow(from, to)}">${title}</path>`;
}

/** A wire that passes other ranks keeps to the bends that the layout leaves free for it. */
function across(from: Anchor, to: Anchor, points: readonly { x: number; y: number }[]): string {
	const bends = points.filter(({ x }) => x > from.right + 10 && x < to.left - 10);
	const stops = [
		{ x: from.right, y: from.y },
		...(bends.length > 1 ? bends : []).sort((p, q) => p.x - q.x),
		{ x: to.left, y: to.y },
	];
	return stops
		.map(({ x, y }, i) => {
			const last = stops[i - 1];
			if (!last) return `M${round(x)} ${round(y)}`;
			const half = (x - last.x) / 2;
			return `C${round(last.x + half)} ${round(last.y)} ${round(x - half)} ${round(y)} ${round(x)} ${round(y)}`;
		})
		.join("");
}

function bow(from: Anchor, to: Anchor): string {
	const out = Math.max(from.right, to.right) + 24 + Math.abs(from.y - to.y) / 12;
	return `M${round(from.right)} ${round(from.y)}C${round(out)} ${round(from.y)} ${round(out)} ${round(to.y)} ${round(to.right)} ${round(to.y)}`;
}
