/** A network as SVG: the way before in long dashes, the way after in a thick line, links that carry nothing in dots. */
import type { NetworkPicture } from "../print/network.ts";
import { escapeXml, round } from "./markup.ts";
import { type Layout, layNetwork, loopNetwork, type Place, stepsOf } from "./network-layout.ts";

const font = 14;
const charWidth = 8.6;
const margin = 24;
const legendHeight = 44;

const style = `.bg{fill:#fff}.node{fill:#f4f6f8;stroke:#3b6ea5;stroke-width:1.5}.node.dead{stroke:#c53030;stroke-dasharray:3 3}
text{font-size:${font}px;font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2933}
.link{stroke:#9aa5b1;stroke-width:1.5}.link.dead{stroke:#c53030;stroke-dasharray:1 5;stroke-linecap:round}
.before{stroke:#b7791f;stroke-width:3;stroke-dasharray:10 6}.after{stroke:#2f855a;stroke-width:5}
@media (prefers-color-scheme:dark){.bg{fill:#11161c}.node{fill:#1b232c;stroke:#63a4e0}text{fill:#e4e7eb}.link{stroke:#52606d}
.before{stroke:#f6ad55}.after{stroke:#68d391}.link.dead,.node.dead{stroke:#fc8181}}`;

const sizeOf = (name: string) => ({
	width: Math.max(56, name.length * charWidth + 24),
	height: 34,
	gap: 46,
	columnGap: 70,
});

export function networkSvg(picture: NetworkPicture): string {
	const widest = Math.max(...picture.nodes.map(({ name }) => sizeOf(name).width));
	const laid = loopNetwork(picture, { x: widest + 46, y: 74 }) ?? layNetwork(picture, sizeOf);
	const [width, height] = [laid.width + 2 * margin, laid.height + 2 * margin + legendHeight].map(Math.ceil) as [
		number,
		number,
	];
	const links = picture.links.map(({ a, b, alive }) => stroke(laid, a, b, alive ? "link" : "link dead", 0));
	const ways = picture.ways.flatMap(({ before, after }) => [
		...stepsOf(before).map(([a, b]) => stroke(laid, a, b, "before", 5)),
		...stepsOf(after).map(([a, b]) => stroke(laid, a, b, "after", -3)),
	]);
	const nodes = picture.nodes.map(({ name, alive }) => box(name, alive, laid.places.get(name)));
	const body = [...links, ...ways, ...nodes, legend(picture, height)].join("\n");
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<style>${style}</style>
<rect class="bg" width="100%" height="100%"/>
${body}
</svg>
`;
}

/** A line between two nodes, moved aside so that ways and links do not hide each other. */
function stroke({ places }: Layout, from: string, to: string, kind: string, aside: number): string {
	// The same side, whichever way it goes.
	const [a, b] = [from, to].sort().map((name) => places.get(name)) as [Place | undefined, Place | undefined];
	if (!a || !b) return "";
	const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
	const [dx, dy] = [(-(b.y - a.y) / length) * aside + margin, ((b.x - a.x) / length) * aside + margin];
	const [x1, y1, x2, y2] = [a.x + dx, a.y + dy, b.x + dx, b.y + dy].map(round);
	return `<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"><title>${escapeXml(`${from} – ${to}`)}</title></line>`;
}

function box(name: string, alive: boolean, place: Place | undefined): string {
	if (!place) return "";
	const { width, height } = sizeOf(name);
	const [x, y] = [place.x - width / 2 + margin, place.y - height / 2 + margin].map(round);
	const kind = alive ? "node" : "node dead";
	const label = `<text x="${round(place.x + margin)}" y="${round(place.y + margin + 5)}" text-anchor="middle">${escapeXml(name)}</text>`;
	return `<rect class="${kind}" x="${x}" y="${y}" width="${round(width)}" height="${height}" rx="6"/>\n${label}`;
}

/** Each kind of line that is in the picture, and its word. */
function legend({ before, after, broken, links }: NetworkPicture, height: number): string {
	const y = height - 18;
	let x = margin;
	const rows = [
		["before", before],
		["after", after],
		...(links.some(({ alive }) => !alive) ? [["link dead", broken] as const] : []),
	] as const;
	return rows
		.map(([kind, text]) => {
			const line = `<line class="${kind}" x1="${round(x)}" y1="${y - 5}" x2="${round(x + 34)}" y2="${y - 5}"/>`;
			const label = `<text x="${round(x + 42)}" y="${y}">${escapeXml(text)}</text>`;
			x += 42 + text.length * charWidth + 28;
			return line + label;
		})
		.join("\n");
}
