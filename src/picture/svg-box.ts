/** A namespace in SVG: its name, and below it a line for each device and for each of its addresses. */
import { escapeXml, round } from "./markup.ts";
import { marks, ordered, type Scene, type SceneDevice } from "./scene.ts";

const charWidth = 7.9;
const lineHeight = 17;
const padding = 10;

/** Where the middle of a box is, and its size. */
export interface Placed {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface Line {
	readonly device: SceneDevice;
	readonly text: string;
	/** The first line of a device, where its wires end. */
	readonly first: boolean;
	readonly indent: number;
}

/** Room for the name of the namespace. */
const head = 26;
/** More addresses of one device are counted. */
const mostAddresses = 6;

/** With more namespaces, what every lo has is left out. */
const many = 12;
const ofEveryLo = ["127.0.0.1/8", "::1/128"];

export function linesIn(devices: readonly SceneDevice[], scene: Scene): Line[] {
	return ordered(devices).flatMap((device) => {
		const indent = device.master === undefined ? 0 : 1;
		const addresses = device.addresses.filter((addr) => scene.netns.length <= many || !ofEveryLo.includes(addr));
		const rest = addresses.length - mostAddresses;
		const shown = [...addresses.slice(0, mostAddresses), ...(rest > 0 ? [`… ${rest}`] : [])];
		const below = shown.map((text): Line => ({ device, text, first: false, indent: indent + 1 }));
		return [{ device, text: nameOf(device, scene), first: true, indent }, ...below];
	});
}

function nameOf({ key, name, kind, up, carrier, change }: SceneDevice, { wires }: Scene): string {
	const lower = wires.find(({ role, a }) => role === "lower" && a === key);
	const words = [name, ...(kind === undefined ? [] : [kind]), ...(lower ? [`on ${lower.b.split("/").pop()}`] : [])];
	const mark = change === "same" ? "" : `${marks[change]} `;
	return `${mark}${up ? (carrier ? "●" : "◐") : "○"} ${words.join(" ")}`;
}

export function sizeOf(name: string, lines: readonly Line[]): { width: number; height: number } {
	const longest = Math.max(name.length, ...lines.map(({ text, indent }) => text.length + 2 * indent));
	return { width: longest * charWidth + 2 * padding, height: head + lines.length * lineHeight + padding };
}

export function netnsBox(name: string, lines: readonly Line[], { x, y, width, height }: Placed): string {
	const [left, top] = [x - width / 2, y - height / 2];
	const rows = lines.map(({ device, text, first, indent }, i) => {
		const classes = [
			first ? (device.up && device.carrier ? "" : "off") : "dim",
			device.change === "same" ? "" : device.change,
		];
		const at = `x="${round(left + padding + 2 * indent * charWidth)}" y="${round(top + head + (i + 0.75) * lineHeight)}"`;
		return `<text class="${classes.join(" ").trim()}" ${at}>${escapeXml(text)}</text>`;
	});
	const frame = `x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}"`;
	const title = `<text class="title" x="${round(left + padding)}" y="${round(top + 18)}">${escapeXml(name)}</text>`;
	return `<rect class="ns" ${frame} rx="7"/>\n${[title, ...rows].join("\n")}`;
}

/** How far below the upper edge of its box a line of a device stands: there its wires end. */
export function heightOf(row: number): number {
	return head + row * lineHeight + lineHeight / 2;
}
