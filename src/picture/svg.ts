/** A world as SVG; light and dark follow the reader. */
import type { Scene } from "./scene.ts";
import { heightOf, linesIn, netnsBox, type Placed } from "./svg-box.ts";
import { layScene, netnsOf } from "./svg-layout.ts";
import { type Anchor, wirePath } from "./svg-wire.ts";

const font = 13;

const style = `
.bg{fill:#fff}.ns{fill:#f4f6f8;stroke:#7b8794}path{fill:none}
text{font-size:${font}px;font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2933;white-space:pre}
.title{font-weight:bold}.dim{fill:#52606d}.off{fill:#616e7c}
.pair{stroke:#2f855a;stroke-width:2}path.dead{stroke:#c53030;stroke-dasharray:6 5}
path.new,path.changed{stroke-width:4}path.gone{stroke:#c53030;stroke-dasharray:2 5}
text.new{fill:#276749}text.gone{fill:#c53030;text-decoration:line-through}text.changed{fill:#975a16}
@media (prefers-color-scheme:dark){.bg{fill:#11161c}.ns{fill:#1b232c;stroke:#7b8794}text{fill:#e4e7eb}.dim{fill:#b0bac5}
.off{fill:#9aa5b1}.pair{stroke:#68d391}path.dead,path.gone{stroke:#fc8181}text.new{fill:#68d391}text.gone{fill:#fc8181}
text.changed{fill:#f6ad55}}`;

export function drawSvg(scene: Scene): string {
	const lines = new Map(scene.netns.map(({ name, devices }) => [name, linesIn(devices, scene)]));
	const pairs = scene.wires.filter(({ role }) => role === "pair");
	const { places, bends, width, height } = layScene(scene, pairs, lines);
	const placeOf = (name: string) => places.get(name) as Placed;
	const anchor = (key: string): Anchor => {
		const [box, rows] = [placeOf(netnsOf(key)), lines.get(netnsOf(key)) ?? []];
		const row = rows.findIndex(({ device, first }) => first && device.key === key);
		return {
			y: box.y - box.height / 2 + heightOf(row),
			left: box.x - box.width / 2,
			right: box.x + box.width / 2,
		};
	};
	const boxes = scene.netns.map(({ name }) => netnsBox(name, lines.get(name) ?? [], placeOf(name)));
	const wires = pairs.map((wire, i) =>
		wirePath(wire, anchor(wire.a), anchor(wire.b), netnsOf(wire.a) === netnsOf(wire.b) ? [] : bends(wire, i)),
	);
	const [w, h] = [Math.ceil(width) + 60, Math.ceil(height)];
	const body = [...boxes, ...wires].join("\n");
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img">\n<style>${style}</style>\n<rect class="bg" width="100%" height="100%"/>\n${body}\n</svg>\n`;
}
